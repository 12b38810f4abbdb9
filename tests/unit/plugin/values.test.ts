import { expect } from "chai";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { closed, opened } from "../../../sdk/plugin/values";
import { UNKNOWN } from "../../../sdk/model/unknown";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: JavaScriptValue) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const struct = (props: Record<string, JavaScriptValue>) => Struct.fromJavaScript(props);
const wire = (props: Record<string, unknown>, secrets: string[][]) => closed(props, secrets).toJavaScript();

describe("properties between the engine and the plugin", () => {
  it("are read in clear, with the sorted paths of secrets", () => {
    const { props, secrets } = opened(
      struct({ parameters: { B: secret("b"), A: secret({ deep: secret("a") }), C: "c" }, tags: [secret("t"), "u"] }),
    );
    expect(props).to.deep.equal({ parameters: { A: { deep: "a" }, B: "b", C: "c" }, tags: ["t", "u"] });
    expect(secrets).to.deep.equal([
      ["parameters", "A"],
      ["parameters", "B"],
      ["tags", "0"],
    ]);
  });

  it("have the same text for all unknown values, secret or not", () => {
    const number = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
    const { props, secrets } = opened(struct({ one: number, two: secret(UNKNOWN) }));
    expect(props).to.deep.equal({ one: UNKNOWN, two: UNKNOWN });
    expect(secrets).to.deep.equal([["two"]]);
  });

  it("name a resource by its id", () => {
    const resource = { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "id" };
    expect(opened(struct({ resource })).props).to.deep.equal({ resource: "id" });
  });

  it("keep the marks of assets, and do not confuse them with secrets", () => {
    const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "M", hash: "h" };
    expect(opened(struct({ definition: { "mashup.pq": asset } })).props).to.deep.equal({
      definition: { "mashup.pq": asset },
    });
  });

  it("are returned with secrets marked once", () => {
    const props = { parameters: { A: "a", C: "c" }, tags: ["t", "u"], displayName: "d" };
    const paths = [["parameters", "A"], ["parameters"], ["tags", "0"], ["gone"], ["parameters", "gone"]];
    expect(wire(props, paths.slice(0, 1))).to.deep.equal({ ...props, parameters: { A: secret("a"), C: "c" } });
    expect(wire(props, paths)).to.deep.equal({
      parameters: secret({ A: secret("a"), C: "c" }),
      tags: [secret("t"), "u"],
      displayName: "d",
    });
  });

  it("are returned as one secret if the place of a secret input has another form", () => {
    const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "M" };
    expect(
      wire({ parameters: "text", definition: asset }, [
        ["parameters", "A"],
        ["definition", "mashup.pq"],
      ]),
    ).to.deep.equal({ parameters: secret("text"), definition: secret(asset) });
  });
});
