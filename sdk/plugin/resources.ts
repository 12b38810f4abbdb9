import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { isObject } from "../common/objects";
import { without, type Props } from "../lifecycle/values";
import { DECLARATION, type Declaration } from "../model/declaration";
import { differences } from "./differences";
import { keeping } from "./failure";
import { asDeclared, asOutputs, kindOf, nameOf, typeOf, withUrn, type Kind, type ReadSetting } from "./kinds";
import { withSchemaNames, type Schema } from "./propertyNames";
import { closed, opened, type Path } from "./values";

/* The steps of a resource's life. Each passes a request of the engine to the lifecycle and returns its response. */

/** Returns the paths of secrets that the declarations of these properties list. */
function secretsIn(...all: Props[]): Path[] {
  return all.flatMap((props) => {
    const declared = props[DECLARATION] as Declaration | undefined;
    return isObject(declared) && Array.isArray(declared.secrets) ? declared.secrets : [];
  });
}

export async function check(
  request: messages.CheckRequest,
  setting: ReadSetting,
  schema: () => Schema,
): Promise<messages.CheckResponse> {
  const urn = request.getUrn();
  const { provider, withDefaults } = kindOf(urn);
  const { props, secrets } = opened(request.getNews(), (news) => withSchemaNames(news, typeOf(urn), schema));
  const news = asDeclared(withDefaults(props, nameOf(urn), setting), urn, secrets);
  const { inputs, failures } = await provider.check(opened(request.getOlds()).props, news);
  const response = new messages.CheckResponse();
  response.setInputs(closed(inputs as Props, secrets));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new messages.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

export async function diff(request: messages.DiffRequest): Promise<messages.DiffResponse> {
  const { provider, deletesBeforeReplace } = kindOf(request.getUrn());
  const news = opened(request.getNews()).props;
  const oldInputs = opened(request.getOldInputs()).props;
  const result = await provider.diff(request.getId(), opened(request.getOlds()).props, news);
  const { DiffChanges } = messages.DiffResponse;
  const response = new messages.DiffResponse();
  const places = result.changes === false ? [] : differences(oldInputs, news);
  const replaces = result.replaces ?? [];
  // If a value becomes secret, or is no longer secret, the resource changes, but a preview has no difference to show.
  const secretsDiffer = JSON.stringify(secretsIn(oldInputs)) !== JSON.stringify(secretsIn(news));
  const some = result.changes ?? (replaces.length > 0 || places.length > 0 || secretsDiffer);
  response.setChanges(some ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setReplacesList(replaces);
  response.setDeletebeforereplace(deletesBeforeReplace(news));
  const shown = places.map((place) => ({ ...place, isInput: true }));
  // A key that forces a replacement may be an output, for example the status of a failed run.
  const others = replaces.filter((key) => !shown.some(({ path }) => firstOf(path) === key));
  const all = [...shown, ...others.map((path) => ({ path, kind: "update" as const, isInput: false }))];
  response.setDiffsList([...new Set(all.map(({ path }) => firstOf(path)))]);
  response.setHasdetaileddiff(some && all.length > 0);
  for (const { path, kind, isInput } of some ? all : []) {
    const detail = new messages.PropertyDiff();
    detail.setKind(KINDS[kind][replaces.includes(firstOf(path)) ? 1 : 0]);
    detail.setInputdiff(isInput);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

const firstOf = (path: string): string => /^[\w$]+/.exec(path)?.[0] ?? path;

const { Kind: Shown } = messages.PropertyDiff;
const KINDS = {
  add: [Shown.ADD, Shown.ADD_REPLACE],
  delete: [Shown.DELETE, Shown.DELETE_REPLACE],
  update: [Shown.UPDATE, Shown.UPDATE_REPLACE],
} as const;

/** Returns the inputs with the defaults of the option `customTimeouts`, which bound each step. The state keeps the declared argument. */
function withTimeout(
  { timeouts }: { timeouts?: "timeouts" },
  props: Props,
  step: "create" | "update" | "delete",
  seconds: number,
): Props {
  if (timeouts === undefined || seconds <= 0) return props;
  const own = isObject(props[timeouts]) ? props[timeouts] : {};
  return { ...props, [timeouts]: { [step]: `${Math.ceil(seconds)}s`, ...own } };
}

/** Returns a function that converts outputs for the state. They keep the time-outs that the program declares. */
const propertiesFor =
  (kind: Kind, { timeouts, ...declared }: Props, secrets = secretsIn(declared)) =>
  (outs: unknown): Struct => {
    const own = { ...without(outs as Props, "timeouts"), ...(timeouts !== undefined && { timeouts }) };
    return closed(asOutputs(own, kind), secrets);
  };

export async function create(request: messages.CreateRequest): Promise<messages.CreateResponse> {
  const kind = kindOf(request.getUrn());
  const { props } = opened(request.getProperties());
  const response = new messages.CreateResponse();
  if (request.getPreview()) {
    response.setProperties(closed(props, secretsIn(props)));
    return response;
  }
  const toProperties = propertiesFor(kind, props);
  const inputs = withTimeout(kind, props, "create", request.getTimeout());
  const { id, outs } = await keeping(kind.provider.create(inputs), toProperties);
  response.setId(id);
  response.setProperties(toProperties(outs));
  return response;
}

export async function update(request: messages.UpdateRequest): Promise<messages.UpdateResponse> {
  const urn = request.getUrn();
  const kind = kindOf(urn);
  const { props } = opened(request.getNews());
  const response = new messages.UpdateResponse();
  if (request.getPreview()) {
    response.setProperties(closed(props, secretsIn(props)));
    return response;
  }
  const toProperties = propertiesFor(kind, props);
  const olds = withUrn(opened(request.getOlds()).props, urn);
  const news = withTimeout(kind, props, "update", request.getTimeout());
  const { outs } = await keeping(kind.provider.update(request.getId(), olds, news), toProperties);
  response.setProperties(toProperties(outs));
  return response;
}

export async function read(request: messages.ReadRequest): Promise<messages.ReadResponse> {
  const urn = request.getUrn();
  const kind = kindOf(urn);
  const known = opened(request.getProperties());
  const given = opened(request.getInputs());
  const isKnown = typeof known.props.workspaceId === "string";
  // For a `get` in a program, these are its arguments, and no declaration lists their secrets yet.
  const props = known.props[DECLARATION] ? withUrn(known.props, urn) : asDeclared(known.props, urn, known.secrets);
  const now = isKnown
    ? await kind.provider.read(request.getId(), props)
    : await kind.provider.import(request.getId(), asDeclared({}, urn, []));
  const response = new messages.ReadResponse();
  if (now.id === "") return response;
  const secrets = [...secretsIn(props), ...known.secrets, ...given.secrets];
  response.setId(now.id);
  response.setProperties(closed(asOutputs(now.props, kind), secrets));
  response.setInputs(closed(now.inputs as Props, secrets));
  return response;
}

export async function remove(request: messages.DeleteRequest): Promise<void> {
  const urn = request.getUrn();
  const kind = kindOf(urn);
  const props = withUrn(opened(request.getProperties()).props, urn);
  await kind.provider.delete(request.getId(), withTimeout(kind, props, "delete", request.getTimeout()));
}
