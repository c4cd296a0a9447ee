import type { Server } from "../../config/types.ts";
import type { DeclaredServer } from "../model/declared-server.ts";

/** A server at work: its sessions, its queue and its idle connections. */
export class ServerTraffic {
  readonly config: Server;
  readonly model: DeclaredServer;

  constructor(config: Server, model: DeclaredServer) {
    this.config = config;
    this.model = model;
  }
}
