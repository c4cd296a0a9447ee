/**
 * Records what a real HAProxy does with the probes:
 *
 *     HAPROXY_PROGRAM=haproxy npx tsx test/proxy/rules/support/record.ts
 */
import { haproxyProgram } from "../../support/live-haproxy.ts";
import { askHaproxy } from "./oracle.ts";
import { writeRecording } from "./recording.ts";
import { scenes } from "./scenes.ts";

async function record(): Promise<void> {
  const program = haproxyProgram();
  if (program === undefined) throw new Error("no HAProxy to record: set HAPROXY_PROGRAM");
  for (const scene of scenes) writeRecording(scene.name, await askHaproxy(program, scene));
}

void record();
