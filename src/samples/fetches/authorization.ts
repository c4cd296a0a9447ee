/** Fetches of the credentials in a request (RFC 7617 and 6750). */
import { fromBase64 } from "../converters/encodings.ts";
import { boolean, text } from "../sample.ts";
import type { FetchContext } from "../views.ts";
import { argumentText, textFetch, type Fetch } from "./fetch.ts";

type Credentials =
  | { readonly scheme: "Basic"; readonly user: string; readonly password: string }
  | { readonly scheme: "Bearer"; readonly token: string };

function firstValue(context: FetchContext, name: string | undefined): string | undefined {
  const head = context.requestHead();
  if (!head) return undefined;
  const usual = context.stream?.http?.usesProxyHeader ? "proxy-authorization" : "authorization";
  for (const { value } of head.headers.values(name ?? usual)) return value;
  return undefined;
}

function untilNul(value: string): string {
  const end = value.indexOf("\0");
  return end < 0 ? value : value.slice(0, end);
}

function credentialsOf(context: FetchContext): Credentials | undefined {
  const [, scheme = "", rest = ""] = /^([^ ]+) +([^]*)$/.exec(firstValue(context, undefined) ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return { scheme: "Bearer", token: rest };
  if (scheme.toLowerCase() !== "basic") return undefined;
  const decoded = untilNul(fromBase64(rest) ?? "");
  const colon = decoded.indexOf(":");
  if (colon < 0) return undefined;
  return { scheme: "Basic", user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** User and password of the Basic scheme. */
export function basicCredentials(context: FetchContext): (Credentials & { scheme: "Basic" }) | undefined {
  const found = credentialsOf(context);
  return found?.scheme === "Basic" ? found : undefined;
}

/** The groups of the user whom the request names, where the userlist has him with that password. */
export function authenticatedGroups(context: FetchContext, userlist: string): readonly string[] | undefined {
  const found = basicCredentials(context);
  return found && context.groupsOf(userlist, found.user, found.password);
}

const userlistOf = (args: Parameters<Fetch>[0]): string => argumentText(args, 0) ?? "";

const bearer: Fetch = (args) => {
  const header = argumentText(args, 0);
  if (header === undefined) {
    return {
      one: (context) => {
        const found = credentialsOf(context);
        return found?.scheme === "Bearer" ? text(found.token) : undefined;
      },
    };
  }
  return {
    one: (context) => {
      if (!context.requestHead()) return undefined;
      const value = firstValue(context, header);
      // HAProxy gives an empty token where there is no such header.
      if (value === undefined) return text("");
      const space = value.indexOf(" ");
      const scheme = space < 0 ? value : value.slice(0, space);
      const rest = space < 0 ? "" : value.slice(space + 1);
      // It compares the lengths of the scheme and of what is behind it, to find out whether there was a space.
      if (scheme === "" || scheme.length === rest.length || scheme.toLowerCase() !== "bearer")
        return undefined;
      return text(rest.replace(/^ +/, ""));
    },
  };
};

const isAuthenticated: Fetch = (args) => {
  const userlist = userlistOf(args);
  return {
    one: (context) => {
      const found = basicCredentials(context);
      return found && boolean(context.groupsOf(userlist, found.user, found.password) !== undefined);
    },
  };
};

/** The user's name; ACLs compare the groups instead. */
const authenticatedUser: Fetch = (args) => {
  const userlist = userlistOf(args);
  return {
    one: (context) => {
      const user = authenticatedGroups(context, userlist) && basicCredentials(context)?.user;
      return user === undefined ? undefined : text(user);
    },
  };
};

export const AUTHORIZATION_FETCHES: readonly (readonly [string, Fetch])[] = [
  ["http_auth_type", textFetch((context) => credentialsOf(context)?.scheme)],
  ["http_auth_user", textFetch((context) => basicCredentials(context)?.user)],
  ["http_auth_pass", textFetch((context) => basicCredentials(context)?.password)],
  ["http_auth_bearer", bearer],
  ["http_auth", isAuthenticated],
  ["http_auth_group", authenticatedUser],
];
