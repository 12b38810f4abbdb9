import { readFileSync } from "node:fs";
import path from "node:path";
import type { Json } from "./caller";

/** One example of Microsoft's OpenAPI files. */
export interface SpecExample {
  operationId: string;
  method: string;
  /** The operation's path, with parameters in braces. */
  path: string;
  name: string;
  parameters: Record<string, Json>;
  responses: Record<string, { headers?: Record<string, Json>; body?: Json }>;
  /** The parameters of the path and of the query, and the name of the body. */
  declared: { name: string; in: string }[];
}

const FILES = ["platform/swagger.json", "dataflow/swagger.json", "lakehouse/swagger.json"];
const read = (file: string): Json => JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));

/** All published examples. The files name some that were not published. */
export function specExamples(folder: string): SpecExample[] {
  return FILES.flatMap((file) => {
    const swagger = path.join(folder, file);
    return Object.entries<Json>(read(swagger).paths).flatMap(([pattern, methods]) =>
      Object.entries<Json>(methods).flatMap(([method, operation]) =>
        Object.values<Json>(operation["x-ms-examples"] ?? {}).flatMap(({ $ref }) => {
          let example: Json;
          try {
            example = read(path.resolve(path.dirname(swagger), $ref));
          } catch {
            return [];
          }
          const base = {
            operationId: operation.operationId as string,
            method: method.toUpperCase(),
            path: pattern.split("?")[0]!,
            name: path.basename($ref as string, ".json"),
          };
          const { parameters = {}, responses = {} } = example;
          return [{ ...base, parameters, responses, declared: operation.parameters ?? [] }];
        }),
      ),
    );
  });
}
