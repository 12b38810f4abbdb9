import type { Requests } from "./requests";
import { object } from "./shapes";
import type { CallOptions } from "./callOptions";
import type { Tag } from "./types";

const tag = object<Tag>("a tag", { id: "string", displayName: "string?" });

/** Tags of the tenant. https://learn.microsoft.com/rest/api/fabric/core/tags */
export class Tags {
  constructor(private readonly requests: Requests) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/tags/list-tags */
  list(options?: CallOptions): AsyncIterable<Tag> {
    return this.requests.list("list tags", "/tags", tag, options);
  }
}
