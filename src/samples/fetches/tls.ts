/** Fetches of the TLS of the client's connection (`ssl_fc_`) and of the server's (`ssl_bc_`). */
import { elements } from "../certificates/der.ts";
import { binary, boolean, type Sample } from "../sample.ts";
import type { ClientTlsView, FetchContext, TlsView } from "../views.ts";
import { booleanFetch, integerFetch, plain, textFetch, type Fetch } from "./fetch.ts";

/** The TLS of a side; undefined where it has none. */
type Side = (context: FetchContext) => TlsView | undefined;

const client: Side = ({ session }) => session?.tls;
const server: Side = ({ stream }) => stream?.serverConnection?.tls;

/** How many bits the keys of a cipher have, by its name; those of the algorithm where they are more than are used. */
const KEY_SIZES: readonly (readonly [name: RegExp, used: number, ofAlgorithm?: number])[] = [
  [/NULL/, 0],
  [/AES_?128|ARIA128|CAMELLIA128|SEED|RC4|IDEA/, 128],
  [/AES_?256|ARIA256|CAMELLIA256|CHACHA20/, 256],
  [/DES-CBC3|3DES/, 112, 168],
];

function keySize({ cipher }: TlsView, which: "used" | "algorithm"): number | undefined {
  const [, used, ofAlgorithm = used] = KEY_SIZES.find(([name]) => name.test(cipher)) ?? [];
  return which === "used" ? used : ofAlgorithm;
}

/** The identifier in a session, which Node gives as OpenSSL writes it: the fourth of its fields. */
function sessionId({ socket }: TlsView): Sample | undefined {
  const session = socket.getSession();
  const [whole] = session ? elements(session) : [];
  const id = whole && elements(whole.content)[3]?.content;
  return id && id.length > 0 ? binary(id.toString("latin1")) : undefined;
}

/** The other side's Finished message (RFC 5929 3), or ours where the session was resumed. */
function uniqueId({ socket, resumed }: TlsView): Sample | undefined {
  const message = resumed ? socket.getFinished() : socket.getPeerFinished();
  return message && binary(message.toString("latin1"));
}

function family(prefix: string, side: Side): [string, Fetch][] {
  const sample = (take: (tls: TlsView) => Sample | undefined): Fetch =>
    plain((context) => {
      const tls = side(context);
      return tls && take(tls);
    });
  return [
    [`${prefix}_alpn`, textFetch((context) => side(context)?.alpn)],
    [`${prefix}_sni`, textFetch((context) => side(context)?.sni)],
    [`${prefix}_cipher`, textFetch((context) => side(context)?.cipher)],
    [`${prefix}_protocol`, textFetch((context) => side(context)?.version)],
    [`${prefix}_is_resumed`, booleanFetch((context) => side(context)?.resumed ?? false)],
    [`${prefix}_session_id`, sample(sessionId)],
    [`${prefix}_unique_id`, sample(uniqueId)],
    [
      `${prefix}_use_keysize`,
      integerFetch((context) => {
        const tls = side(context);
        return tls && keySize(tls, "used");
      }),
    ],
    [
      `${prefix}_alg_keysize`,
      integerFetch((context) => {
        const tls = side(context);
        return tls && keySize(tls, "algorithm");
      }),
    ],
    // No TLS library negotiates these any more.
    [`${prefix}_npn`, plain(() => undefined)],
  ];
}

const ofClient = (value: (tls: TlsView) => boolean): Fetch =>
  plain((context) => {
    const tls = client(context);
    return tls && boolean(value(tls));
  });

const verification = (part: keyof ClientTlsView["verification"]): Fetch =>
  integerFetch(({ session }) => session?.tls?.verification[part]);

export const TLS_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["ssl_fc", booleanFetch((context) => client(context) !== undefined)],
  ["ssl_bc", booleanFetch((context) => (context.stream ? server(context) !== undefined : undefined))],
  ...family("ssl_fc", client),
  ...family("ssl_bc", server),
  ["ssl_fc_has_sni", booleanFetch((context) => client(context)?.sni !== undefined)],
  [
    "ssl_fc_has_crt",
    ofClient(({ socket, resumed }) => !resumed && socket.getPeerX509Certificate() !== undefined),
  ],
  // Node takes no early data.
  ["ssl_fc_has_early", ofClient(() => false)],
  ["ssl_fc_early_rcvd", ofClient(() => false)],
  ["ssl_c_verify", verification("result")],
  ["ssl_c_err", verification("certificate")],
  ["ssl_c_ca_err", verification("authority")],
  ["ssl_c_ca_err_depth", verification("depth")],
  ["ssl_fc_err", integerFetch(({ session }) => session?.error?.tlsCode ?? (session?.tls && 0))],
  ["ssl_fc_err_str", textFetch(({ session }) => session?.error?.tls)],
  // A connection with a stream on it has had no error.
  ["ssl_bc_err", integerFetch((context) => server(context) && 0)],
  ["ssl_bc_err_str", plain(() => undefined)],
];
