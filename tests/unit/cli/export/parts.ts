import { metadata } from "../../../dataflows";

/** The parts of a definition with this M. */
export const parts = (m: string, connections: object[] = []) =>
  Object.entries({
    "mashup.pq": `section Section1;\n${m}\n`,
    "queryMetadata.json": metadata({ Q: "" }, { connections }),
  }).map(([path, text]) => ({ path, content: Buffer.from(text) }));

/** The metadata of a parameter. */
export const meta = (type: string) =>
  `meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = type ${type}]`;
