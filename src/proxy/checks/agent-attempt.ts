import type { ServerTraffic } from "../backend/server-traffic.ts";
import { readAgentAnswer, type AgentAnswer } from "./agent-answer.ts";
import { CheckConnection } from "./check-connection.ts";
import { checkStatuses, type CheckOutcome, type CheckStatusName } from "./check-outcome.ts";
import { checkedAddress, type CheckTransport } from "./check-target.ts";
import type { Attempt, AttemptEvents } from "./server-check.ts";

/** How much an agent may say in a line (tune.bufsize). */
const longestAnswer = 16_384;

const isStatus = (text: string): text is CheckStatusName => Object.hasOwn(checkStatuses, text);

/**
 * One question to a server's agent: a connection, on which it may be told
 * something, and says in a line how the server is (`agent-check`).
 */
export class AgentAttempt implements Attempt {
  readonly #server: ServerTraffic;
  readonly #events: AttemptEvents;
  readonly #connection: CheckConnection;
  #text = "";
  #concluded = false;

  constructor(server: ServerTraffic, source: CheckTransport["source"], events: AttemptEvents) {
    this.#server = server;
    this.#events = events;
    const { model } = server;
    const target = {
      address: checkedAddress(model.target, model.agent.endpoint),
      source,
      sendProxy: undefined,
      tls: undefined,
      serverName: undefined,
      alpn: undefined,
    };
    this.#connection = new CheckConnection(target, {
      connected: () => {
        events.connected();
        if (model.agentSend !== undefined) this.#connection.send(Buffer.from(model.agentSend, "latin1"));
      },
      received: (bytes) => {
        this.#text += bytes.toString("latin1");
        this.#read(this.#text.length >= longestAnswer);
      },
      ended: () => this.#read(true),
      failed: (outcome) => this.#conclude(outcome),
    });
  }

  start(): void {
    this.#events.connecting();
    this.#connection.open();
  }

  timedOut(): void {
    const { layer } = this.#connection;
    this.#conclude({ status: layer === 4 ? "L4TOUT" : "L7TOUT", info: "" });
  }

  close(): void {
    this.#concluded = true;
    this.#connection.close();
  }

  /** `whole`: no more will come. */
  #read(whole: boolean): void {
    const [line] = /^[^\r\n\0]*(?=[\r\n\0])/.exec(this.#text) ?? [];
    if (line !== undefined) this.#obey(readAgentAnswer(line));
    else if (whole && this.#text === "") {
      this.#conclude({ status: "L7RSP", info: "TCPCHK got an empty response at step 2" });
    } else if (whole) {
      const { short } = this.#server.model.agent.report;
      const status = isStatus(short) ? short : "CHECKED";
      this.#conclude({ status, info: "Ignoring incomplete line from agent" });
    }
  }

  /** Does what the agent wants, first with the server's administrative state, so that its health can follow. */
  #obey({ admin, weight, maxconn, health, description, unknown }: AgentAnswer): void {
    const { model } = this.#server;
    if (!model.agent.enabled) {
      this.#conclude({ status: "CHECKED", info: "" });
      return;
    }
    if (admin) model.setState(admin);
    const ofWeight = weight === undefined ? undefined : model.setWeight(weight);
    const ofMaxconn = maxconn === undefined ? undefined : model.setMaxconn(maxconn);
    const refused = ofWeight ?? ofMaxconn;
    // The texts are those of commands, which end in a line end.
    const refusal = refused === undefined ? undefined : `${refused}\n`;
    if (health === undefined) {
      this.#conclude({ status: "CHECKED", info: complaint(unknown, refusal) });
      return;
    }
    const isUp = health.toLowerCase() === "up";
    model.agent.health = isUp ? model.agent.full : 0;
    // What is wrong with the line is not told in place of why a server is down.
    const said = description === "" || isUp ? (unknown ?? refusal ?? description) : description;
    this.#conclude({
      status: isUp ? "L7OK" : "L7STS",
      info: `via agent : ${health}${said === "" ? "" : ` (${said})`}`,
    });
  }

  #conclude(outcome: CheckOutcome): void {
    if (this.#concluded) return;
    this.close();
    this.#events.conclude(outcome);
  }
}

/** What is odd in a line that says nothing of the server's health. */
function complaint(unknown: string | undefined, refusal: string | undefined): string {
  if (unknown !== undefined) return `agent reports an error : ${unknown}`;
  return refusal === undefined ? "" : `agent warns : ${refusal}`;
}
