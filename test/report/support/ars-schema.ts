/**
 * Strict JSON Schema (draft-07) of the classes of CDISC ARS v1.0 that the engine may write, after the LinkML model published as
 * https://www.cdisc.org/ars/1-0: each class with all its slots, those that must be there marked `!`, and no slot beside them.
 * It is written here from that model, not a copy of the published schema file; classes that the engine never writes are absent, so that
 * using one is an error. `[X]` is an array, `[X]1` one of at most one item, `A|B` one of two classes, a lower-case name a plain type.
 */
const classes: Readonly<Record<string, string>> = {
  ReportingEvent:
    "id!:string name!:string mainListOfContents!:ListOfContents description:string label:string version:integer analyses:[Analysis] analysisGroupings:[Grouping] analysisSets:[Set] dataGroupings:[Grouping] dataSubsets:[Set] methods:[AnalysisMethod] outputs:[Output] referenceDocuments:[ReferenceDocument] terminologyExtensions:[TerminologyExtension] otherListsOfContents:[ListOfContents]",
  ListOfContents: "name!:string contentsList!:NestedList description:string label:string",
  NestedList: "listItems:[OrderedListItem]",
  OrderedListItem:
    "level!:integer order!:integer name!:string analysisId:string outputId:string sublist:NestedList description:string label:string",
  ReferenceDocument: "id!:string name!:string location:string description:string label:string",
  TerminologyExtension: "id!:string sponsorTerms!:[SponsorTerm] enumeration:ExtensibleTerminologyEnum",
  SponsorTerm: "id!:string submissionValue!:string description:string",
  Set: "id!:string level!:integer order!:integer label:string condition:WhereClauseCondition",
  WhereClauseCondition: "dataset:string variable:string comparator:ConditionComparatorEnum value:[string]",
  Grouping: "id!:string dataDriven!:boolean label:string groupingDataset:string groupingVariable:string groups:[Set]",
  AnalysisMethod: "id!:string name!:string operations!:[Operation] description:string label:string",
  Operation: "id!:string name!:string order!:integer description:string label:string resultPattern:string",
  Analysis:
    "id!:string name!:string reason!:Reason|SponsorReason purpose!:Purpose|SponsorPurpose methodId!:string analysisSetId:string dataSubsetId:string dataset:string variable:string description:string label:string version:integer categoryIds:[string] documentRefs:[DocumentReference] orderedGroupings:[OrderedGroupingFactor] programmingCode:ProgrammingCode results:[OperationResult]",
  Reason: "controlledTerm!:AnalysisReasonEnum",
  SponsorReason: "sponsorTermId!:string",
  Purpose: "controlledTerm!:AnalysisPurposeEnum",
  SponsorPurpose: "sponsorTermId!:string",
  DocumentReference: "referenceDocumentId!:string",
  OrderedGroupingFactor: "order!:integer groupingId!:string resultsByGroup!:boolean",
  ProgrammingCode: "context!:string code:string parameters:[CodeParameter]",
  CodeParameter: "name!:string value!:[string]1 description:string label:string",
  OperationResult: "operationId!:string rawValue:string formattedValue:string resultGroups:[ResultGroup]",
  ResultGroup: "groupingId!:string groupId:string groupValue:string",
  Output:
    "id!:string name!:string displays!:[OrderedDisplay] description:string label:string version:integer fileSpecifications:[OutputFile]",
  OutputFile:
    "name!:string location:string fileType:FileType|SponsorFileType style:string description:string label:string",
  FileType: "controlledTerm!:OutputFileTypeEnum",
  SponsorFileType: "sponsorTermId!:string",
  OrderedDisplay: "order!:integer display!:OutputDisplay",
  OutputDisplay:
    "id!:string name!:string displayTitle:string displaySections:[DisplaySection] description:string label:string version:integer",
  DisplaySection: "sectionType:DisplaySectionTypeEnum orderedSubSections:[OrderedSubSection]",
  OrderedSubSection: "order!:integer subSection!:DisplaySubSection",
  DisplaySubSection: "id!:string text!:string",
};

const enums: Readonly<Record<string, readonly string[]>> = {
  AnalysisReasonEnum: ["SPECIFIED IN PROTOCOL", "SPECIFIED IN SAP", "DATA DRIVEN", "REQUESTED BY REGULATORY AGENCY"],
  AnalysisPurposeEnum: ["PRIMARY OUTCOME MEASURE", "SECONDARY OUTCOME MEASURE", "EXPLORATORY OUTCOME MEASURE"],
  OutputFileTypeEnum: ["pdf", "rtf", "txt"],
  ConditionComparatorEnum: ["EQ", "NE", "GT", "GE", "LT", "LE", "IN", "NOTIN"],
  DisplaySectionTypeEnum: ["Header", "Title", "Rowlabel Header", "Legend", "Abbreviation", "Footnote", "Footer"],
  ExtensibleTerminologyEnum: ["AnalysisReasonEnum", "AnalysisPurposeEnum", "OperationRoleEnum", "OutputFileTypeEnum"],
};

const typeOf = (text: string): object => {
  if (text.endsWith("]1")) return { ...typeOf(text.slice(0, -1)), maxItems: 1 };
  if (text.startsWith("[")) return { type: "array", items: typeOf(text.slice(1, -1)) };
  if (text.includes("|")) return { anyOf: text.split("|").map(typeOf) };
  return /^[a-z]/.test(text) ? { type: text } : { $ref: `#/$defs/${text}` };
};

const classSchema = (slots: string): object => {
  const pairs = slots.split(" ").map((slot) => slot.split(":") as [string, string]);
  return {
    type: "object",
    additionalProperties: false,
    required: pairs.filter(([name]) => name.endsWith("!")).map(([name]) => name.slice(0, -1)),
    properties: Object.fromEntries(pairs.map(([name, type]) => [name.replace("!", ""), typeOf(type)])),
  };
};

export const arsSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $ref: "#/$defs/ReportingEvent",
  $defs: {
    ...Object.fromEntries(Object.entries(classes).map(([name, slots]) => [name, classSchema(slots)])),
    ...Object.fromEntries(Object.entries(enums).map(([name, values]) => [name, { type: "string", enum: values }])),
  },
};
