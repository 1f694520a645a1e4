import { readdir, readFile } from "node:fs/promises";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { pino } from "pino";
import { type FileOptions, type FileService, startFileService } from "../../src/files/file-service.js";
import type { FileStore } from "../../src/files/file-store.js";
import { FileFolder } from "../../src/files/storage/file-folder.js";
import { newUlid } from "../../src/graphql/node/ulid.js";
import type { ServerOptions } from "../../src/server.js";
import { eventually } from "../support/mail.js";
import { adminKey, type OtherServer, type TestServer, useTestServer } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";

export const maxBytes = 1_000_000;

/** A test server that stores files and listens. */
export interface FileServer {
  readonly server: TestServer;
  options(): FileOptions;
  /** Another instance of the file store, as it is used by jobs. */
  store(): FileStore;
  /** Stores the result of a job, and returns its id. */
  givenResult(content: string | Buffer, file?: { name?: string; createdBy?: string }): Promise<string>;
  /** Returns the names of all files in the folder, except for its key. */
  names(): Promise<string[]>;
  /** Returns the content of a file. */
  contentOf(id: string): Promise<Buffer>;
  /** Returns the columns of all rows of files. */
  rows(): Promise<FileRow[]>;
  /** Expects that no file and no row remains. */
  expectNothing(): Promise<void>;
}

export interface FileRow {
  readonly id: string;
  readonly purpose: string;
  readonly name: string | null;
  readonly size: number | null;
  readonly createdBy: string;
  readonly isErased: boolean;
  readonly days: number;
}

/** Adds a folder for files to the options of the server of a test file. The folder exists when the tests start. */
export function withFiles(
  options: Partial<ServerOptions> = {},
  most = maxBytes,
): Partial<ServerOptions> & { readonly files: FileOptions } {
  const temporaryFolder = temporaryFolders();
  let files: FileOptions;
  beforeAll(async () => {
    files = { folder: await FileFolder.open(await temporaryFolder()), maxBytes: most, days: 7 };
  });
  // Getters of the options stay getters.
  const getters = Object.getOwnPropertyDescriptors(options);
  return Object.defineProperties({}, { ...getters, files: { get: () => files, enumerable: true } }) as never;
}

/** Inserts the row of an upload that is complete. */
export async function givenUploadRow({ testDatabase }: TestServer, { folder }: FileOptions): Promise<string> {
  const id = `file_${newUlid()}`;
  const [size, expiresAt] = [6, new Date(Date.now() + 86_400_000)];
  const row = { id, purpose: "UPLOAD", folder: folder.id, createdBy: "user_1", erasuresChecked: 0, size, expiresAt };
  await testDatabase.database.prisma.storedFile.create({ data: row });
  return id;
}

/** Creates the server of a test file, with its own folder for files. Each test starts without files. */
export function useFileServer(given?: Partial<ServerOptions>, most = maxBytes): FileServer {
  let service: FileService | undefined;
  // Before the database closes: hooks run in the order of their definition.
  afterAll(() => service?.close());
  const options = withFiles(given, most);
  const server = useTestServer(options);
  beforeAll(() => server.app.listen({ host: "127.0.0.1", port: 0 }));
  beforeEach(async () => {
    for (const name of await names()) await options.files.folder.delete(name.replace(".part", ""));
  });

  const names = async () => (await readdir(options.files.folder.path)).filter((name) => name !== "folder-key").sort();
  const rows = async () => {
    const { rows: found } = await server.testDatabase.database.pool.query<FileRow>(
      `SELECT id, purpose, name, size::integer, created_by AS "createdBy", erased_at IS NOT NULL AS "isErased",
         round(extract(epoch FROM expires_at - now()) / 86400)::integer AS days
       FROM stored_file ORDER BY id`,
    );
    return found;
  };
  const store = () => {
    const { database } = server.testDatabase;
    service ??= startFileService(options.files, { database, logger: pino({ level: "silent" }) });
    return service.files;
  };
  return {
    server,
    options: () => options.files,
    store,
    givenResult: async (content, { name = "customers.csv", createdBy = "user_1" } = {}) => {
      const writer = await store().createResult(createdBy, name);
      await pipeline([content], writer.stream());
      await writer.finish();
      return writer.id;
    },
    names,
    contentOf: (id) => readFile(path.join(options.files.folder.path, id)),
    rows,
    expectNothing: async () => {
      await eventually("something remains", async () => (await rows()).length === 0 || undefined);
      expect(await names()).toEqual([]);
    },
  };
}

/** A response, with its body as text. */
export interface FileResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface FileRequest {
  readonly method?: string;
  readonly path?: string;
  /** Default: the root key. */
  readonly credential?: string | null;
  readonly headers?: Record<string, string | number>;
}

/** Begins a request. The body is still to be sent. */
export function begin(
  { app }: Pick<OtherServer, "app">,
  { method = "POST", path = "/files", credential = adminKey, headers }: FileRequest = {},
): { sender: ClientRequest; response: Promise<FileResponse> } {
  const { port } = app.server.address() as AddressInfo;
  const authorization: Record<string, string> = credential === null ? {} : { authorization: `Bearer ${credential}` };
  const sender = request({ port, method, path, headers: { ...authorization, ...headers }, agent: false });
  const response = new Promise<FileResponse>((resolve, reject) => {
    sender.once("error", reject).once("response", (message) => {
      text(message).then((body) => {
        resolve({ status: message.statusCode ?? 0, headers: message.headers, body });
      }, reject);
    });
  });
  // A test that breaks the connection does not await it.
  response.catch(() => {});
  return { sender, response };
}

/** Sends a file. */
export function upload(server: Pick<OtherServer, "app">, body: string | Buffer, options?: FileRequest) {
  const { sender, response } = begin(server, options);
  sender.end(body);
  return response;
}

/** Sends a file, and returns its id. */
export async function givenUpload(server: Pick<OtherServer, "app">, body: string | Buffer): Promise<string> {
  const response = await upload(server, body);
  if (response.status !== 201) throw new Error(`The upload was refused: ${response.body}`);
  return JSON.parse(response.body).id;
}

export function download(server: Pick<OtherServer, "app">, id: string, options: FileRequest = {}) {
  const { sender, response } = begin(server, { method: "GET", path: `/files/${id}`, ...options });
  sender.end();
  return response;
}

/** Returns the first error of a response. */
export function errorOf({ body }: FileResponse): { message: string; extensions: { code: string } } {
  return JSON.parse(body).errors[0];
}
