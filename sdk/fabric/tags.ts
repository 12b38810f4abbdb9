import type { GroupContext } from "./group";
import { pages } from "./pages";
import type { CallOptions, Tag } from "./types";

/** Tags of the tenant. https://learn.microsoft.com/rest/api/fabric/core/tags */
export class Tags {
  constructor(private readonly context: GroupContext) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/tags/list-tags */
  list(options?: CallOptions): AsyncIterable<Tag> {
    return pages(this.context, "list tags", { path: "/tags", bucket: "platform" }, options);
  }
}
