/** The classes of the CDISC Analysis Results Standard v1.0 (https://www.cdisc.org/ars/1-0) that this engine writes, with the slots it fills. */

export interface ArsOrderedItem {
  readonly level: number;
  readonly order: number;
  readonly name: string;
  readonly analysisId?: string;
  readonly outputId?: string;
  readonly sublist?: ArsList;
}

export interface ArsList {
  readonly listItems: readonly ArsOrderedItem[];
}

export interface ArsCondition {
  readonly dataset: string;
  readonly variable: string;
  readonly comparator: "EQ";
  readonly value: readonly string[];
}

/** An analysis set, a group of subjects or a data subset: a place in a list, a label, and a condition where one column tells it. */
export interface ArsSet {
  readonly id: string;
  readonly label: string;
  readonly level: number;
  readonly order: number;
  readonly condition?: ArsCondition;
}

export interface ArsGrouping {
  readonly id: string;
  readonly label: string;
  readonly groupingVariable: string;
  /** Whether the groups are the values met in the data. */
  readonly dataDriven: boolean;
  readonly groups?: readonly ArsSet[];
}

export interface ArsMethod {
  readonly id: string;
  readonly name: string;
  readonly operations: readonly { readonly id: string; readonly order: number; readonly name: string }[];
}

/** A term of the standard, or one of `terminologyExtensions`. */
export type ArsTerm = { readonly controlledTerm: string } | { readonly sponsorTermId: string };

export interface ArsResult {
  readonly operationId: string;
  readonly resultGroups?: readonly {
    readonly groupingId: string;
    readonly groupId?: string;
    readonly groupValue?: string;
  }[];
  /** Unrounded; absent where there is no number. */
  readonly rawValue?: string;
  readonly formattedValue?: string;
}

export interface ArsAnalysis {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly reason: ArsTerm;
  readonly purpose: ArsTerm;
  readonly analysisSetId: string;
  readonly dataSubsetId?: string;
  readonly variable?: string;
  readonly methodId: string;
  readonly orderedGroupings?: readonly {
    readonly order: number;
    readonly groupingId: string;
    readonly resultsByGroup: boolean;
  }[];
  /** Every choice behind the numbers, as name and value. */
  readonly programmingCode: {
    readonly context: string;
    readonly parameters: readonly { readonly name: string; readonly value: readonly string[] }[];
  };
  readonly documentRefs: readonly { readonly referenceDocumentId: string }[];
  readonly results: readonly ArsResult[];
}

export interface ArsDisplaySection {
  readonly sectionType: "Title" | "Footnote";
  readonly orderedSubSections: readonly {
    readonly order: number;
    readonly subSection: { readonly id: string; readonly text: string };
  }[];
}

export interface ArsOutput {
  readonly id: string;
  readonly name: string;
  readonly fileSpecifications: readonly {
    readonly name: string;
    readonly fileType: ArsTerm;
    readonly location: string;
  }[];
  readonly displays: readonly {
    readonly order: number;
    readonly display: {
      readonly id: string;
      readonly name: string;
      readonly displayTitle: string;
      readonly displaySections: readonly ArsDisplaySection[];
    };
  }[];
}

export interface ArsReportingEvent {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly mainListOfContents: { readonly name: string; readonly contentsList: ArsList };
  readonly referenceDocuments: readonly { readonly id: string; readonly name: string; readonly location: string }[];
  readonly terminologyExtensions: readonly {
    readonly id: string;
    readonly enumeration: "AnalysisPurposeEnum" | "OutputFileTypeEnum";
    readonly sponsorTerms: readonly {
      readonly id: string;
      readonly submissionValue: string;
      readonly description: string;
    }[];
  }[];
  readonly analysisSets: readonly ArsSet[];
  readonly dataSubsets: readonly ArsSet[];
  readonly analysisGroupings: readonly ArsGrouping[];
  readonly dataGroupings: readonly ArsGrouping[];
  readonly methods: readonly ArsMethod[];
  readonly analyses: readonly ArsAnalysis[];
  readonly outputs: readonly ArsOutput[];
}
