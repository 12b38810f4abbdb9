import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { missingPath, withFilesThere } from "../../../sdk/resources/definitionFiles";
import { scratch } from "../../tools/layout.mjs";

describe("a definition's files", () => {
  let folder: string;
  before(() => {
    mkdirSync(scratch, { recursive: true });
    folder = mkdtempSync(join(scratch, "files-"));
    mkdirSync(join(folder, "flows", "Sales.Dataflow"), { recursive: true });
    writeFileSync(join(folder, "flows", "Sales.Dataflow", "mashup.pq"), "");
    mkdirSync(join(folder, "Orders.Dataflow"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("are reported if they are missing, with the base folder and the existing files", () => {
    const from = `from ${folder}, the program's folder`;
    expect(missingPath("./flows/Sales.Dataflow", folder)).to.equal(undefined);
    expect(missingPath(join(folder, "flows"), "")).to.equal(undefined);
    expect(missingPath("./Order.Dataflow", folder)).to.equal(
      `./Order.Dataflow does not exist ${from}: ${folder} has no Order.Dataflow; did you mean Orders.Dataflow?`,
    );
    expect(missingPath("./Sales.Dataflow", folder)).to.equal(
      `./Sales.Dataflow does not exist ${from}: ${folder} has no Sales.Dataflow; it is in flows: write ./flows/Sales.Dataflow`,
    );
    expect(missingPath("flow/Sales.Dataflow/mashup.pq", folder)).to.match(/has no flow; did you mean flows\?$/);
    expect(missingPath(join(folder, "flows", "x", "y"), folder)).to.match(
      /y does not exist: .*flows has no x; there are: Sales\.Dataflow$/,
    );
  });

  it("are reported without a list of other names if they are missing far outside the program's folder", () => {
    expect(missingPath("/no-such-folder/x", folder)).to.equal(
      "/no-such-folder/x does not exist: / has no no-such-folder",
    );
    expect(missingPath("/no-such-folder", folder)).to.equal("/no-such-folder does not exist: / has no no-such-folder");
    expect(missingPath(join(folder, "flows", "x", "y"), join(folder, "Orders.Dataflow"))).to.match(/flows has no x$/);
    expect(missingPath("../flows/x", join(folder, "Orders.Dataflow")), "its own folder is listed").to.match(
      /flows has no x; there are: Sales\.Dataflow$/,
    );
    expect(missingPath(join(folder, "flow", "x"), ""), "a similar name is").to.match(
      /has no flow; did you mean flows\?$/,
    );
  });

  it("are checked before the engine reads them; only absolute paths are checked if its folder is unknown", async () => {
    const reason = (value: unknown) =>
      Promise.resolve(value).then(
        () => "there",
        (error: Error) => error.message,
      );
    const missing = join(folder, "gone");
    expect(await reason(withFilesThere(new pulumi.asset.FileArchive(missing)))).to.match(/gone does not exist/);
    const map = { "mashup.pq": new pulumi.asset.FileAsset(missing) };
    expect(await reason(withFilesThere(map))).to.match(/gone does not exist/);
    const archive = new pulumi.asset.FileArchive(missing);
    const late = pulumi.output(archive) as unknown as { promise(): Promise<unknown> };
    expect(await reason(withFilesThere(Promise.resolve(archive)))).to.match(/gone does not exist/);
    expect(await reason((withFilesThere(late) as typeof late).promise())).to.match(/gone does not exist/);
    const relative = new pulumi.asset.FileArchive("./gone");
    expect(await withFilesThere(relative)).to.equal(relative);
    for (const value of [undefined, "x", { "mashup.pq": new pulumi.asset.StringAsset("") }])
      expect(withFilesThere(value)).to.equal(value);
  });

  it("must be a file or a folder, as the asset requires", async () => {
    const reason = (value: unknown) => Promise.resolve(value).catch((error: Error) => error.message);
    const file = join(folder, "flows", "Sales.Dataflow", "mashup.pq");
    const packed = join(folder, "Sales.zip");
    writeFileSync(file, "");
    writeFileSync(packed, "");
    expect(await reason(withFilesThere(new pulumi.asset.FileArchive(file)))).to.equal(
      `${file} is a file, and a FileArchive is a folder: give it ${dirname(file)}`,
    );
    expect(await reason(withFilesThere({ "mashup.pq": new pulumi.asset.FileAsset(folder) }))).to.equal(
      `${folder} is a folder, and a FileAsset is a file: name the file in it`,
    );
    for (const right of [new pulumi.asset.FileArchive(packed), { "mashup.pq": new pulumi.asset.FileAsset(file) }])
      expect(await withFilesThere(right)).to.equal(right);
  });
});
