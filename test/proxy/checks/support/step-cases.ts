/** Checks in steps, the servers they deal with, and what HAProxy 3.5-dev5 showed of them. */

/** A server's part: what it says first, and its answers to what comes, one after the other; it ends behind the last. */
export interface Part {
  readonly greeting?: string;
  readonly answers?: readonly string[];
}

export interface StepCase {
  readonly name: string;
  readonly lines: readonly string[];
  readonly server: Part;
  /** `check_status`, `check_code` and `last_chk`. */
  readonly shown: readonly [status: string, code: number | undefined, info: string];
}

const tcp = (name: string, lines: readonly string[], server: Part, shown: StepCase["shown"]): StepCase => ({
  name,
  lines: ["option tcp-check", ...lines],
  server,
  shown,
});

const http = (
  name: string,
  lines: readonly string[],
  answer: string,
  shown: StepCase["shown"],
): StepCase => ({ name, lines: ["option httpchk", ...lines], server: { answers: [answer] }, shown });

const other = (name: string, option: string, server: Part, shown: StepCase["shown"]): StepCase => ({
  name,
  lines: [`option ${option}`],
  server,
  shown,
});

/** A byte string. */
const bytes = (hex: string): string => Buffer.from(hex, "hex").toString("latin1");

const mysqlGreeting = bytes(`100000000a382e302e3330000100000061626300`);

export const stepCases: readonly StepCase[] = [
  tcp("no steps", [], {}, ["L4OK", undefined, ""]),
  tcp("a text", ["tcp-check send hi", "tcp-check expect string yes"], { answers: ["oh yes"] }, [
    "L7OK",
    0,
    "(tcp-check)",
  ]),
  tcp("another text", ["tcp-check send hi", "tcp-check expect string yes"], { answers: ["no"] }, [
    "L7RSP",
    undefined,
    "TCPCHK did not match content 'yes' at step 2",
  ]),
  tcp(
    "a text that must not be",
    ["tcp-check send hi", "tcp-check expect !string no"],
    { answers: ["no no"] },
    ["L7RSP", undefined, "TCPCHK matched unwanted content 'no' at step 2"],
  ),
  tcp(
    "a comment",
    ["tcp-check comment talk", "tcp-check send hi", "tcp-check expect rstring ^a"],
    { answers: ["b"] },
    ["L7RSP", undefined, "TCPCHK did not match content (regex) at step 3"],
  ),
  tcp(
    "a comment for all that is expected",
    [
      "tcp-check send hi",
      "tcp-check comment talk",
      "tcp-check expect rstring ^b",
      "tcp-check expect rbinary ^63",
    ],
    { answers: ["b"] },
    ["L7RSP", undefined, "TCPCHK did not match content (binary regex) at step 4 comment: talk"],
  ),
  tcp("an empty answer", ["tcp-check send hi", "tcp-check expect string a comment c"], { answers: [""] }, [
    "L7RSP",
    undefined,
    "TCPCHK got an empty response at step 2 comment: c",
  ]),
  tcp(
    "statuses, codes and texts of one's own",
    [
      "tcp-check expect rstring ^[0-9]+ error-status L7STS on-error 'said %[res.payload(4,2)]' status-code res.payload(0,3) comment mine",
      "tcp-check expect string OK error-status L4CON on-error 'said %[res.payload(4,2)]' status-code res.payload(0,3)",
    ],
    { greeting: "501 no way" },
    ["L4CON", undefined, "said no"],
  ),
  tcp(
    "success of its own",
    ["tcp-check expect string OK ok-status L6OK on-success '%[be_name]/%[srv_name] %[res.payload(0,0)]'"],
    { greeting: "OK then" },
    ["L6OK", undefined, "be/s1 OK then"],
  ),
  tcp(
    "a conversation with variables",
    [
      "tcp-check set-var(check.a) str(ping)",
      "tcp-check send-lf '%[var(check.a)]'",
      "tcp-check expect string-lf '%[var(check.a)]!'",
      "tcp-check set-var-fmt(check.b) %[res.payload(0,2)]",
      "tcp-check send-binary-lf '%[var(check.b),hex]'",
      "tcp-check expect binary 7069",
      "tcp-check unset-var(check.a)",
    ],
    { answers: ["ping!", "pi"] },
    ["L7OK", 0, "(tcp-check)"],
  ),
  tcp("enough to judge", ["tcp-check expect min-recv 3 string abcd"], { greeting: "abc" }, [
    "L7RSP",
    undefined,
    "TCPCHK did not match content 'abcd' at step 1",
  ]),
  tcp("one that ends where it begins", ["tcp-check connect", "tcp-check send hi"], { answers: [""] }, [
    "L7OK",
    0,
    "(tcp-check)",
  ]),
  tcp("a connection that is refused", ["tcp-check connect port 1 comment gone"], {}, [
    "L4CON",
    undefined,
    "ECONNREFUSED returned by OS (Connection refused) at step 1 of tcp-check (connect port 1) comment: 'gone'",
  ]),
  http(
    "a header",
    ["http-check expect hdr name x-a value -m beg b"],
    "HTTP/1.0 200 OK\r\nX-A: a, bcd\r\n\r\n",
    ["L7OK", 200, ""],
  ),
  http(
    "a whole header",
    ["http-check expect fhdr name -m end -a value b"],
    "HTTP/1.0 200 OK\r\nX-A: a, b\r\n\r\n",
    ["L7STS", 200, "OK"],
  ),
  http("no such header", ["http-check expect ! hdr name -m reg ^X-"], "HTTP/1.0 200 OK\r\nx-a: a\r\n\r\n", [
    "L7STS",
    200,
    "OK",
  ]),
  http(
    "a body by a format",
    ["http-check set-var(check.x) str(abc)", "http-check expect string-lf %[var(check.x)]"],
    "HTTP/1.0 200 OK\r\n\r\nxxabcxx",
    ["L7OK", 200, ""],
  ),
  http(
    "the wrong body, in one's own words",
    ["http-check expect string a on-error 'code %[status]'"],
    "HTTP/1.0 202 OK\r\n\r\nb",
    ["L7RSP", undefined, "code 202"],
  ),
  other(
    "SMTP",
    "smtpchk EHLO me",
    { greeting: "220 hello\r\n", answers: ["250-me\r\n250 fine\r\n", "221 bye\r\n"] },
    ["L7OK", 221, "bye"],
  ),
  other("SMTP that is busy", "smtpchk", { greeting: "421 busy\r\n" }, ["L7STS", 421, "busy"]),
  other("what is no SMTP", "smtpchk", { greeting: "what is it\r\n" }, ["L7RSP", undefined, "what is it"]),
  other("MySQL", "mysql-check", { greeting: mysqlGreeting }, ["L7OK", 0, ""]),
  other(
    "a login to MySQL",
    "mysql-check user me",
    { greeting: mysqlGreeting, answers: [bytes("0700000200000002000000")] },
    ["L7OK", 0, ""],
  ),
  other(
    "a login that MySQL refuses",
    "mysql-check user me post-80",
    { greeting: mysqlGreeting, answers: [bytes("09000002ff15044e6f20776179")] },
    ["L7STS", 1045, "No way"],
  ),
  other("half a greeting of MySQL", "mysql-check", { greeting: mysqlGreeting.slice(0, 9) }, [
    "L7RSP",
    undefined,
    "",
  ]),
  other("PostgreSQL", "pgsql-check user me", { answers: [bytes("520000000800000000")] }, [
    "L7OK",
    0,
    "PostgreSQL server is ok",
  ]),
  other("an error of PostgreSQL", "pgsql-check user me", { answers: ["E\0\0\0\x08 bad\0"] }, [
    "L7RSP",
    undefined,
    "bad",
  ]),
  other("LDAP", "ldap-check", { answers: [bytes("300c02010161070a010004000400")] }, ["L7OK", 0, ""]),
  other(
    "LDAP that refuses",
    "ldap-check",
    { answers: [bytes("308400000010020101618400000007 0a013104000400".replace(" ", ""))] },
    ["L7STS", 49, "See RFC: http://tools.ietf.org/html/rfc4511#section-4.1.9"],
  ),
  other("what is no LDAP", "ldap-check", { answers: ["a123456789abcdef"] }, [
    "L7RSP",
    undefined,
    "Not LDAPv3 protocol",
  ]),
  other(
    "SPOP",
    "spop-check",
    {
      answers: [
        bytes(
          "00000036650000000100000776657273696f6e0803322e300e6d61782d6672616d652d73697a6503fcf0060c6361706162696c69746965730800",
        ),
      ],
    },
    ["L7OK", 0, ""],
  ),
  other(
    "SPOP of another version",
    "spop-check",
    { answers: [bytes("00000014650000000100000776657273696f6e0803312e30")] },
    ["L7RSP", undefined, "unsupported version"],
  ),
  other("SPOP without a version", "spop-check", { answers: [bytes("0000000765000000010000")] }, [
    "L7RSP",
    undefined,
    "version value not found",
  ]),
  other("what is no SPOP", "spop-check", { answers: [bytes("0000000765000000000000")] }, [
    "L7RSP",
    undefined,
    "invalid frame received",
  ]),
  other("Redis with an error", "redis-check", { answers: ["-ERR no\r\n"] }, ["L7STS", 0, "-ERR no"]),
];
