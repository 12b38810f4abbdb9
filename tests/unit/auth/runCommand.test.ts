import { expect } from "chai";
import { startOf } from "../../../sdk/auth/runCommand";

describe("a command of the PATH", () => {
  it("is started directly, except on Windows", () => {
    const env = { PATH: "/bin" };
    expect(startOf("az", ["version"], env, "linux")).to.deep.equal({ file: "az", argv: ["version"], env });
  });

  it("is never a file of the current folder on Windows, and runs in that folder", () => {
    const { file, argv, env, ...more } = startOf("pulumi", ["stack", "export"], { PATH: "C:\\bin" }, "win32");
    expect(file).to.match(/^[A-Z]:\\.*\\System32\\cmd\.exe$/);
    expect(argv).to.deep.equal(["/d", "/s", "/c", "pulumi", "stack", "export"]);
    expect(env).to.deep.equal({ PATH: "C:\\bin", NoDefaultCurrentDirectoryInExePath: "1" });
    // The working folder does not change, because the Pulumi CLI would not find the project in another folder.
    expect(more).to.deep.equal({});
  });
});
