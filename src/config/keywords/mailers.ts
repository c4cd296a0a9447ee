/** Mails on changes of servers: the section mailers, and what proxies say of it. Source: configuration manual 3.6 and 4.2 (email-alert). */
import { parseAddress } from "../address.ts";
import type { Line } from "../line.ts";
import { LOG_LEVELS } from "../log-target.ts";
import { currentProxy, type State } from "../state.ts";
import { timeLimit } from "../units.ts";
import { linesOf, PROXY_SECTIONS, timeOr } from "./build.ts";
import type { LineKeyword } from "./keyword.ts";

function section(state: State): NonNullable<State["current"]["mailers"]> {
  const { mailers } = state.current;
  if (!mailers) throw new Error("no mailers section is open");
  return mailers;
}

function mailer(line: Line, state: State): void {
  const name = line.word(1);
  if (line.word(2) === "") line.fail("'mailer' expects <name> and <addr>[:<port>] as arguments.");
  const wrong = /[^A-Za-z0-9._:-]/.exec(name);
  if (wrong) line.fail(`character '${wrong[0]}' is not permitted in server name '${name}'.`);
  const address = line.try(
    (error) => `'mailer ${name}' : ${error}`,
    () => parseAddress(line.word(2), { stream: true, names: true, port: "required" }, state.environment),
  );
  section(state).servers.push({ name, address });
}

function timeout(line: Line, state: State): void {
  const [which, text] = [line.word(1), line.word(2)];
  if (which === "") line.fail("'timeout' expects 'mail' and <time> as arguments.");
  if (which !== "mail") line.fail(`'timeout' expects 'mail' and <time> as arguments got '${which}'.`);
  if (text === "") line.fail("'timeout mail' expects <time> as argument.");
  section(state).timeout = timeOr(line, text, "ms", (fault, char) => {
    if (fault === "char") {
      return line.failTight(`unexpected character '${char}' in argument to <timeout mail>.`);
    }
    const limit = timeLimit(fault, "(~24.8 days)");
    return line.failTight(`timer ${fault}flow in argument <${text}> to <timeout mail>, ${limit}.`);
  });
}

const TEXTS = { from: "from", to: "to", mailers: "mailers", myhostname: "hostname" } as const;

function emailAlert(line: Line, state: State): void {
  const [what, value] = [line.word(1), line.word(2)];
  if (what === "") line.fail("missing argument after 'email-alert'.");
  const proxy = currentProxy(state);
  if (what === "level") {
    const level = LOG_LEVELS.find((each) => each === value);
    // HAProxy gives the two words in this order.
    if (level === undefined) line.fail(`unknown log level 'level' after '${value}'`);
    proxy.emailAlert = { ...proxy.emailAlert, level };
    return;
  }
  if (what !== "from" && what !== "to" && what !== "mailers" && what !== "myhostname") {
    line.fail(`email-alert: unknown argument '${what}'.`);
  }
  proxy.emailAlert = { ...proxy.emailAlert, [TEXTS[what]]: value };
}

const mailers = linesOf(["mailers"]);

export const MAILER_KEYWORDS: readonly LineKeyword[] = [
  mailers("mailer", "1.6", "<name:name> <address:address>", "A mail server.", mailer),
  mailers("timeout", "1.8", "mail <time:time>", "How long sending may take.", timeout),
  linesOf(PROXY_SECTIONS)(
    "email-alert",
    "1.6",
    "{from|to|level|mailers|myhostname} <value:string>",
    "Mails on changes of servers, which a script sends: see Proxy:get_mailers.",
    emailAlert,
  ),
];
