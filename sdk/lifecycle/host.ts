import type { HostConfig } from "../auth/hostInput";
import { monotonicMs } from "../common/clock";
import type { Context, Lifecycle, Reporter } from "./context";
import { problemText } from "../common/problem";
import { refusedBy, urnOf } from "./declaration";
import { log, SEVERITY } from "./engine";
import { joined, keepingSecrets } from "./formerSecrets";
import { withRemedyIfGone } from "./goneWorkspace";
import { shortened, toHostError } from "./hostError";
import { resuming } from "./resume";
import { hiding, maskOf, rememberSecrets } from "./secretMask";
import { createContext, configure, refusedSettings } from "./session";
import { isTyped } from "./state";
import { inputsToJson, toJson, without, type Props } from "./values";
import { watchEngine, working } from "./work";

/*
 * The thin edge to Pulumi's dynamic host: its calls and the form of their results. See
 * https://www.pulumi.com/docs/iac/concepts/resources/dynamic-providers/ and the SDK's cmd/dynamic-provider.
 */

const PROGRESS_EVERY_MS = 1_000;

function reporter(urn: unknown): Reporter {
  let last = -Infinity;
  return {
    info: (message) => log(urn, SEVERITY.info, message),
    warn: (message) => log(urn, SEVERITY.warn, message),
    progress: (message) => {
      if (monotonicMs() - last < PROGRESS_EVERY_MS) return;
      last = monotonicMs();
      log(urn, SEVERITY.info, message, true);
    },
  };
}

async function withHostErrors<T>(provider: unknown, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw toHostError(error, provider);
  }
}

/** Returns a lifecycle in the form that `__provider` hands to the dynamic host. */
export function toDynamicProvider<Inputs extends object, Outputs extends object>(of: Lifecycle<Inputs, Outputs>) {
  const lifecycle = keepingSecrets(resuming(of));
  // The one cast from JSON to the model. `check` checks inputs, and `assertState` checks outputs.
  const typed = <T>(props: Props): T => without(props, "__provider") as T;
  const onInputs = <T>(props: Props, step: (inputs: Inputs) => Promise<T>) =>
    withHostErrors(props.__provider, () => step(typed<Inputs>(props)));
  const onOutputs = <T>(props: Props, step: (outs: Outputs) => Promise<T>) =>
    withHostErrors(props.__provider, () => step(typed<Outputs>(props)));
  const withContext = <T>(step: (context: Context) => Promise<T>, props: Props, ...known: Props[]): Promise<T> =>
    working((signal) =>
      step(hiding(createContext(reporter(urnOf(props)), signal), maskOf(...[props, ...known].map(joined)))),
    );

  return {
    async configure({ config }: { config: HostConfig }) {
      configure(config);
      watchEngine();
    },
    check: (olds: Props, news: Props) =>
      onInputs(news, async (inputs) => {
        const refused = refusedBy(news);
        const result =
          refused.length > 0
            ? { inputs, problems: refused }
            : await lifecycle.check(typed<Inputs>(olds), inputs, reporter(urnOf(news)));
        return {
          inputs: inputsToJson(result.inputs),
          // Never set `property`: the engine prints that property's value, with secrets and whole files.
          failures: [...result.problems.map(problemText), ...refusedSettings()].map((reason) => ({
            property: "",
            reason: shortened(reason),
          })),
        };
      }),
    diff: (id: string, olds: Props, news: Props) =>
      onInputs(news, async (inputs) => {
        rememberSecrets(id, news, joined(olds));
        return lifecycle.diff(id, typed<Outputs>(olds), inputs, reporter(urnOf(news)));
      }),
    create: (news: Props) =>
      onInputs(news, (inputs) =>
        withContext(async (context) => {
          const { id, outs } = await lifecycle.create(inputs, context);
          rememberSecrets(id, news);
          return { id, outs: toJson(outs) };
        }, news),
      ),
    read: (id: string, props: Props) =>
      onOutputs(props, (outs) =>
        withContext(async (context) => {
          rememberSecrets(id, joined(props));
          const reading = () => lifecycle.read(id, outs, context);
          // The resource of a program's `get` is in no state, so the remedy (remove it from the state) does not apply.
          const now = await (isTyped(props) ? reading() : withRemedyIfGone(urnOf(props), reading));
          return now === undefined ? { id: "" } : { id, props: toJson(now.outs), inputs: toJson(now.inputs) };
        }, props),
      ),
    /**
     * A provider plugin calls this for `pulumi import`, with the resource's place. The dynamic host does not know it.
     */
    import: (place: string, props: Props) =>
      onOutputs(props, (given) =>
        withContext(async (context) => {
          const { id, outs, inputs } = await lifecycle.import(place, given, context);
          return { id, props: toJson(outs), inputs: toJson(inputs) };
        }, props),
      ),
    update: (id: string, olds: Props, news: Props) =>
      onInputs(news, (inputs) =>
        withContext(
          async (context) => ({ outs: toJson(await lifecycle.update(id, typed<Outputs>(olds), inputs, context)) }),
          news,
          olds,
        ),
      ),
    delete: (id: string, props: Props) =>
      onOutputs(props, (outs) =>
        withContext((context) => withRemedyIfGone(urnOf(props), () => lifecycle.delete(id, outs, context)), props),
      ),
  };
}
