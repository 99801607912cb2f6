import { canonicalJson } from "./canonical-json.js";
import type { DerivedEndpoint, Endpoint } from "./endpoint.js";

/** An endpoint that describes a response endpoint: the plan's own where it names one, else made here. */
export interface Companion<E extends DerivedEndpoint = DerivedEndpoint> {
  /** What its records are called by. */
  readonly variable: string;
  readonly isDeclared: boolean;
  readonly endpoint: E;
}

type Of<Kind extends DerivedEndpoint["kind"]> = Extract<DerivedEndpoint, { kind: Kind }>;

/** What is told of an objective response beside its rate, from the same source and under the same confirmation rule. */
export interface ResponseCompanions {
  /** Name of the response endpoint. */
  readonly response: string;
  readonly endpoint: Of<"response">;
  readonly duration: Companion<Of<"duration-of-response">>;
  readonly timeToResponse: Companion<Of<"time-to-response">>;
  readonly diseaseControl: Companion<Of<"response">>;
  /** Progression or death of everyone, under the rule of the duration: what is known of those who never responded. */
  readonly progression: Companion<Of<"progression-free-survival">>;
}

/**
 * The companions of every objective response endpoint among `names`. Progression follows the plan's own duration of response from that source, else its
 * progression-free survival from it, else the rule “primary”.
 */
export function companionsOf(
  endpoints: Readonly<Record<string, Endpoint>>,
  names: readonly string[],
): ResponseCompanions[] {
  return names.flatMap((name) => {
    const endpoint = endpoints[name];
    return endpoint?.kind === "response" && endpoint.measure === "objective"
      ? [companionsOfOne(endpoints, name, endpoint)]
      : [];
  });
}

function companionsOfOne(
  endpoints: Readonly<Record<string, Endpoint>>,
  name: string,
  endpoint: Of<"response">,
): ResponseCompanions {
  const { confirmed } = endpoint;
  const source = sourceOf(endpoint);
  const isOurs = (other: Endpoint): boolean =>
    "by" in other &&
    canonicalJson(sourceOf(other)) === canonicalJson(source) &&
    (!("confirmed" in other) || other.confirmed === confirmed);
  const find = <Kind extends DerivedEndpoint["kind"]>(kind: Kind): readonly [string, Of<Kind>] | null =>
    (Object.entries(endpoints).find(([, other]) => other.kind === kind && isOurs(other)) as
      | readonly [string, Of<Kind>]
      | undefined) ?? null;
  const [duration, time, progression] = [
    find("duration-of-response"),
    find("time-to-response"),
    find("progression-free-survival"),
  ];
  const progressionRule = duration?.[1].progressionRule ?? progression?.[1].progressionRule ?? "primary";
  const words = (label: string) => ({ label: `${label}: ${endpoint.label}`, definition: endpoint.definition });
  const own = <E extends DerivedEndpoint>(variable: string, made: E): Companion<E> => ({
    variable: `${name}.${variable}`,
    isDeclared: false,
    endpoint: made,
  });
  const declared = <E extends DerivedEndpoint>(found: readonly [string, E] | null): Companion<E> | null =>
    found === null ? null : { variable: found[0], isDeclared: true, endpoint: found[1] };
  return {
    response: name,
    endpoint,
    duration:
      declared(duration) ??
      own("duration", {
        kind: "duration-of-response",
        ...words("Duration of response"),
        ...source,
        confirmed,
        progressionRule,
      }),
    timeToResponse:
      declared(time) ??
      own("time_to_response", { kind: "time-to-response", ...words("Time to response"), ...source, confirmed }),
    diseaseControl: own("disease_control", { ...endpoint, ...words("Disease control"), measure: "disease-control" }),
    progression: own("progression", {
      kind: "progression-free-survival",
      ...words("Progression or death"),
      ...source,
      progressionRule,
    }),
  };
}

function sourceOf(endpoint: Extract<DerivedEndpoint, { by: string }>) {
  return endpoint.by === "imaging" ? ({ by: "imaging" } as const) : ({ by: "ehr", anchors: endpoint.anchors } as const);
}
