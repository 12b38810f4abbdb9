import { monotonicMs } from "../common/clock";
import { formatElapsed } from "../common/durations";
import { harmless, harmlessProse } from "../common/harmless";
import { destroyDispatcher, dispatcher } from "../auth/dispatcher";
import { deleteLogin, loginPath } from "../auth/loginStore";
import { readServiceSettings } from "../auth/settings";
import { defaultLimits } from "../auth/signInNetwork";
import { logIn } from "../auth/userLogin";
import type { Command } from "./command";
import { wrap } from "./table";

interface Options {
  tenant?: string;
  clientId?: string;
}

/** `login`: signs a person in by device code, for later `pulumi up`s. */
export const login: Command = (program, output) => {
  program
    .command("login")
    .summary("sign in as a person, by a code entered in a browser")
    .description(
      "Signs you in: you enter a code in a browser, on this machine or another one. The sign-in is kept in a file with a refresh token, which only " +
        "you may read. `pulumi up` uses it if nothing else says how to sign in, before " +
        "the Azure CLI. Do not use it in pipelines: use federation there.",
    )
    .option("-t, --tenant <id or domain>", "the tenant, if it is not your own (default: FABRIC_TENANT_ID)")
    .option("-c, --client-id <id>", "your own app registration with public client flows, if the tenant requires one")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow login
  $ pulumi-fabric-dataflow login --tenant contoso.onmicrosoft.com`,
    )
    .action(async ({ tenant, clientId }: Options) => {
      const settings = readServiceSettings(output.env);
      let waiting: NodeJS.Timeout | undefined;
      const onCode = (message: string): void => {
        output.err(harmlessProse(message));
        const began = monotonicMs();
        const show = () =>
          output.status?.(`waiting for you to enter the code, ${formatElapsed(monotonicMs() - began)}`);
        if (output.status) waiting = setInterval(show, 1_000);
      };
      try {
        const { username, tenantId } = await logIn(
          {
            tenant: tenant ?? (output.env["FABRIC_TENANT_ID"] || undefined),
            clientId,
            onCode,
          },
          { ...settings, dispatcher, limits: defaultLimits },
        );
        const done = `Signed in as ${harmless(username)} of tenant ${harmless(tenantId)}. Kept in ${loginPath()} until you log out.`;
        for (const line of wrap(done, output.columns)) output.out(line);
      } finally {
        clearInterval(waiting);
        await destroyDispatcher();
      }
    });
};

/** `logout`: deletes the sign-in of `login`. */
export const logout: Command = (program, output) => {
  program
    .command("logout")
    .summary("delete the sign-in of `login`")
    .description("Deletes the sign-in that `login` has kept. Sessions of the Azure CLI stay.")
    .addHelpText("after", "\nExamples:\n  $ pulumi-fabric-dataflow logout")
    .action(() => output.out(deleteLogin() ? `Deleted ${loginPath()}.` : "Nobody was logged in."));
};
