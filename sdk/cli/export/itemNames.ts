import type { Service } from "../service";
import { isRefusal } from "../refusal";

/** What the service calls ids that dataflows name, as far as this identity sees them. */
export class ItemNames {
  private readonly names = new Map<string, string>();
  private readonly looked = new Set<string>();

  constructor(private readonly service: Service) {}

  /** Lists a workspace, once. */
  async look(workspaceId: string): Promise<void> {
    const key = workspaceId.toLowerCase();
    if (this.looked.has(key)) return;
    this.looked.add(key);
    const { lookups } = this.service;
    try {
      this.names.set(key, (await lookups.workspace({ id: workspaceId })).displayName);
      for (const { id, displayName } of await lookups.items(workspaceId)) this.names.set(id.toLowerCase(), displayName);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }

  of = (id: string): string | undefined => this.names.get(id.toLowerCase());
}
