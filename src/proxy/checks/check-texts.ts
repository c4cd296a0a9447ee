/** What is said of checks that fail (tcpcheck_expect_onerror_message() and chk_report_conn_err()). */
import type { CheckProtocol, ConnectStep, Expectation, ExpectStep } from "../../config/types.ts";

/** How a step is numbered: from 1; 0 is the connection that no line asks for. */
function numberOf(step: { readonly index: number } | undefined): number {
  if (!step) return 1;
  return "implicit" in step && step.implicit === true && step.index === 0 ? 0 : step.index + 1;
}

/** What an expectation is called behind what became of it. */
function unmetName(expectation: Expectation): string {
  switch (expectation.type) {
    case "status":
      return "(status codes)";
    case "text":
      return ` '${expectation.text}'`;
    case "binary":
      return " (binary)";
    case "regex":
    case "status-regex":
      return " (regex)";
    case "binary-regex":
      return " (binary regex)";
    case "format":
      return expectation.hex ? " (log-format binary)" : " (log-format string)";
    case "packet":
      return " (custom function)";
    case "header":
      return " (header pattern)";
  }
}

/** Why an expectation was not met, where nothing else says so. */
export function failureInfo(
  protocol: CheckProtocol,
  step: ExpectStep,
  isEmpty: boolean,
  unwanted: boolean,
): string {
  if (isEmpty) return `TCPCHK got an empty response at step ${numberOf(step)}`;
  // The checks of protocols have their own words, or none.
  if (protocol !== "tcp" && protocol !== "http") return "";
  const became = unwanted ? "TCPCHK matched unwanted content" : "TCPCHK did not match content";
  return `${became}${unmetName(step.expectation)} at step ${numberOf(step)}`;
}

function awaitedName(expectation: Expectation): string {
  switch (expectation.type) {
    case "text":
      return `string '${expectation.text}'`;
    case "binary":
      return `binary '${Buffer.from(expectation.text, "latin1").toString("hex").toUpperCase()}'`;
    case "regex":
      return "regex";
    case "binary-regex":
      return "binary regex";
    case "format":
      return expectation.hex ? "log-format binary" : "log-format string";
    case "packet":
      return "custom function";
    case "status":
    case "status-regex":
    case "header":
      return "HTTP";
  }
}

/** The step at which a connection broke off, or the time was over; "" for protocols that have no steps to show. */
export function placeOf(
  protocol: CheckProtocol,
  step: ConnectStep | ExpectStep | { readonly index: number; readonly comment?: string } | undefined,
  kind: "connect" | "send" | "expect" | undefined,
): string {
  if (protocol !== "tcp") return "";
  const number = numberOf(step);
  if (number === 0) return " at initial connection step of tcp-check";
  let text = ` at step ${number} of tcp-check`;
  if (kind === "send") text += " (send)";
  if (step && "implicit" in step) {
    text += typeof step.port === "number" ? ` (connect port ${step.port})` : " (connect)";
  }
  if (step && "expectation" in step) text += ` (expect ${awaitedName(step.expectation)})`;
  return step?.comment === undefined ? text : `${text} comment: '${step.comment}'`;
}
