/** Expressions evaluated by a real HAProxy, in batches: one process a batch, one request an expression. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { WORLD_CONFIG, WORLD_FILES } from "./world.ts";

/** The variables that expressions may use, as rules set them. */
export const VARIABLES: Readonly<Record<string, string>> = {
  "txn.str": "str(abc)",
  "txn.int": "int(5)",
  "txn.neg": "int(-3)",
  "txn.bool": "bool(true)",
  "txn.ip": "ipv4(10.1.2.3)",
  "txn.empty": 'str("")',
  "txn.key": "str(a2V5)",
  "txn.hs256": "str(HS256)",
  "txn.alg": "str(RS256)",
  "txn.secret": "str(secret)",
  "txn.public": "str(rsa.pub)",
  "txn.nowhere": "str(nowhere.pub)",
  "txn.nokey": "str({})",
  // Private keys as JSON Web Keys, made for these tests.
  "txn.jwk0":
    "bin(7b226b7479223a226f6374222c226b223a226435414772787049753466484a4d396e38585f355377227d),concat",
  "txn.jwk1":
    "bin(7b226b7479223a226f6374222c226b223a225f51374c4b4f5432654254446e36724e2d5251594f416a4f536b3843746d4b64227d),concat",
  "txn.jwk2":
    "bin(7b226b7479223a226f6374222c226b223a227566366e39625135483635765774616b44574a65676c417432424c79395a377079777176695339332d7a49227d),concat",
  "txn.jwk3":
    "bin(7b226b7479223a226f6374222c226b223a22484e72694f73486238775f4f72624a5957663854653339574e6f36494b4457774776494f724c7a43544777227d),concat",
  "txn.jwk4":
    "bin(7b226b7479223a22525341222c226e223a226e736f4632556e525f4b4143304645747a6874377a5155446c79596a644b34592d2d647a554b466c6e7161773748793867355476714332483834756e3965353570342d6c632d59797861496c5353507530384d52534264457a425a424a35386a4f7532493731696f556f2d2d486377634c33566f4643466b786b6172525751706652664f705845734332564869355354334359744339506e30597965444d5165496d674f63536b4c5350513567314d6a784c4c68794d4f475655725039644846743553584648534e596a547877725f33303561756633334b4c6c4c786663626b7478634c61433651495654564e6d52436b43386f5a5464434f506469506949316e53695f787939475f726678494a366757723037383246454c7551592d427873622d38413036725f534270563030666946684956614d6d47366f5f64776362747a6f76656853766d6d54466a6c776165633162343451222c2265223a2241514142222c2264223a224574455a62745773354f3034554350696b5f4e56555363594e5250767253374a5a7161586c3355383039646f6a576d3974444555306c377335717445304f4f38396d4b544a6f4166776152556d30315f436f6970396c744e693472536c30576f4f4e343374546453495243494a4d4e516a723477776e76766b344342344e50394236596e3170717037384c46667643784d65777a4e397a5a636f39686c6c30795066304c51785573555731787a795074537a5341386434594452517259373757726c516f6f654549594271337967334658486f6173584f6d646632747872653052396f6b77577a653973324c534878794e6569774d5531636c4876657a79686f6a716e41654f72746d3867564a6b33496f58686e5430694659584b324a4d637864547155416d447a61514c67486d465276336144645f514279777570754169417a4632554f3136647352675f78355036474b39797351222c2270223a22797445326175446e644233765178353153535936754247354556506170495a6f554630784f39684a516e4a78766c74733238736d6d415168444f52636a665834597172755f354a5a45385a613857525677735676374547723748457535477a556854456a52337a6879474934635167315066393267537854315f4b346444555550436c396a3169765969555a476269595248426269724d6d6a744466665249534c4758433552795759356b222c2271223a227947314841674f69726c5a45364a576e54686e434162664c64456658386a4c3576467765722d69794a4d4952766c4b6b6a38767853436753766954564e38446a304f52373435652d6c306c6f5f57585273734545785179597534776c6b5179616c57594c554e6b6b636f4f6f6a5452506249326e7430696c394a766270696d372d4668327a484a6d2d72375f4d53304239785f72416d347836517a75347247426d53587173576f456a496b222c226470223a2249594d795637537a366662735377336b57574c7376752d4777667332484974735f794a322d536d4336577a5a714a6559784453734f75417279654b4e5f4a4d524b4e53507930455759504d636f6468765a3143536274706e47786d556f765f736d646d467439464679594f5a5365774f534346484a6f37356836772d6d4530512d2d50724d46313646574346356a3866516566433649637a72744f4b716a4c724e3954557747445a354c6b222c226471223a224c446748305962787a6c72554b7968525743625171635a6543644b4c377a4356377075345859454f524a50596a455f355a4978504f47633238324a32394330485669414377557a4b544f4279584732705854472d6c7162587a3544305f4e4a324448344f4178465650447156356b6c6a4f4954734f734335644955716162654e644259345a35545a3658705948515a63423653774763497347736d79727173513937506f32716d5552566b222c227169223a2257615a4573456b597a384142736b687332456c716b633172574b6d664976555238546f6a723856305865414e466c666278384d50396271694f2d6756326a65594652316464694742447a6e386f4479447679343371507264795f396364454e795555694c59355057356770796e455278412d34583163616b476c36626e4a584d554b4f396a384157795a6a6441454d456a516a446b553466344e75535775326c2d2d673474444179636e51227d),concat",
  "txn.jwk5":
    "bin(7b226b7479223a224543222c2278223a225933384477466f3453744e366b7332347247737748456275654966376635347172556332424e594f6e6755222c2279223a224a5a366b6377395846552d686e61786c707746666546347275486736444c512d7232362d4d696877616755222c22637276223a22502d323536222c2264223a226a556a61634f434b39616f716b6e3554326d506d36666659367555304564774c585630744e766a41456645227d),concat",
  "txn.jwk6":
    "bin(7b226b7479223a224543222c2278223a226a34706e7447625230577a49656d636165373036564474417a545455595859586954327737535f4552376f553832585636414f5a6146726d7755363936344c69222c2279223a223631364f524467337a466b355175704a72364638624243476e33705950486b4c696a55744f4d347a72495a34706a3034504c64475833552d485f463368667a62222c22637276223a22502d333834222c2264223a226c6c4a3366574871695f37485669344838474d50514857514a574c344f774e796d30565f4671416f63784d2d6c3346574c4573344747706e4468336d6c517874227d),concat",
};

/** As text and as bytes, in hexadecimal; both null when there is no sample. */
export type Outcome = readonly [text: string | null, bytes: string | null];

/** As many as one process of HAProxy evaluates. */
export const BATCH = 400;

export async function evaluateInHaproxy(program: string, expressions: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < expressions.length; at += BATCH) {
    outcomes.push(...(await evaluateBatch(program, expressions.slice(at, at + BATCH))));
  }
  return outcomes;
}

async function evaluateBatch(program: string, expressions: readonly string[]): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), "halua-expressions-"));
  const socket = join(folder, "s");
  const variables = Object.entries(VARIABLES).map(
    ([name, value]) => `http-request set-var(${name}) '${value}'`,
  );
  const rules = expressions.map((text, at) => `http-request set-var(txn.r) '${text}' if { path /${at} }`);
  const format = "%[var(txn.r),length]|%[var(txn.r),concat(),hex]|%[var(txn.r),hex]";
  const answer = `http-request return status 200 content-type text/plain lf-string "${format}"`;
  writeFileSync(
    join(folder, "t.cfg"),
    `defaults\n mode http\n timeout client 9s\n timeout server 9s\n timeout connect 9s\n timeout queue 9s\nfrontend f\n bind unix@${socket}\n ` +
      `${[...variables, ...rules, answer].join("\n ")}\n${WORLD_CONFIG}`,
  );
  for (const [name, text] of WORLD_FILES) writeFileSync(join(folder, name), text, "latin1");
  const child = spawn(program, ["-db", "-f", "t.cfg"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TZ: "UTC" },
  });
  let complaints = "";
  child.stderr.on("data", (part: Buffer) => (complaints += part.toString()));
  try {
    const outcomes: Outcome[] = [];
    for (const at of expressions.keys()) {
      const [length, text, bytes] = (
        await ask(
          socket,
          `/${at}`,
          () => child.exitCode !== null,
          () => complaints,
        )
      ).split("|");
      outcomes.push(length === "" ? [null, null] : [text ?? null, bytes ?? null]);
    }
    return outcomes;
  } finally {
    const gone = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true });
  }
}

async function ask(
  socketPath: string,
  path: string,
  isGone: () => boolean,
  complaints: () => string,
): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      return await get(socketPath, path);
    } catch (error) {
      if (isGone() || tries > 100) throw new Error(complaints() || String(error), { cause: error });
      await delay(30);
    }
  }
}

function get(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = request({ socketPath, path }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts).toString("latin1")));
      response.on("error", reject);
    });
    client.on("error", reject);
    client.end();
  });
}
