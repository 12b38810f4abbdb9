import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { expect } from "chai";
import { keeping, toStatus } from "../../../sdk/plugin/failure";
import { closed } from "../../../sdk/plugin/values";

const failed = (error: Error) =>
  keeping(Promise.reject(error), (outs) => closed(outs, [["parameters", "A"]])).catch((caught: unknown) => caught);

describe("a failure for the engine", () => {
  it("has id, reasons and properties with marked secrets if it is partial", async () => {
    const kept = { id: "item", properties: { parameters: { A: "hush" }, status: "Failed" }, reasons: ["why"] };
    const { message, metadata } = toStatus(await failed(Object.assign(new Error("why"), kept)));
    expect(message).to.equal("why");
    const [packed] = metadata!.get("grpc-status-details-bin") as Buffer[];
    const [any] = Status.deserializeBinary(packed!).getDetailsList();
    const detail = ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8());
    expect(detail.getId()).to.equal("item");
    expect(detail.getReasonsList()).to.deep.equal(["why"]);
    const A = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hush" };
    expect(detail.getProperties()?.toJavaScript()).to.deep.equal({ parameters: { A }, status: "Failed" });
  });

  it("is otherwise only its message, without a stack trace", async () => {
    const { details, metadata } = toStatus(await failed(new Error("refused")));
    expect(details).to.equal("refused");
    expect(metadata).to.equal(undefined);
    expect(toStatus("a text").details).to.equal("a text");
  });
});
