import { httpScene } from "./http-scene.ts";
import { moreScene } from "./more-scene.ts";
import { rewritingScene } from "./rewriting-scene.ts";
import { statsScene } from "./stats-scene.ts";
import type { Scene } from "./scene.ts";

export const scenes: readonly Scene[] = [httpScene, moreScene, rewritingScene, statsScene];
