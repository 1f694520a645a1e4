import { gzipSync } from "node:zlib";

/** A raw request. */
export interface HostileRequest {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly status: number;
  /** The code of the first error, or `data` if there is none. */
  readonly code: string;
}

const json = JSON.stringify;
const repeat = (count: number, text: (n: number) => string, separator = " ") =>
  Array.from({ length: count }, (_, n) => text(n)).join(separator);

/** A request for an operation. */
function operation(query: string, variables?: object): Pick<HostileRequest, "body"> {
  return { body: json({ query, variables }) };
}

/** An operation whose variables cannot be written by JSON.stringify. */
function operationWith(query: string, variables: string): Pick<HostileRequest, "body"> {
  return { body: `{"query":${json(query)},"variables":${variables}}` };
}

const tooComplex = { status: 400, code: "QUERY_TOO_COMPLEX" };
const invalid = { status: 400, code: "GRAPHQL_VALIDATION_FAILED" };
const unreadable = { status: 400, code: "GRAPHQL_PARSE_FAILED" };
const badInput = { status: 400, code: "BAD_USER_INPUT" };
const badRequest = { status: 400, code: "BAD_REQUEST" };
const unsupported = { status: 415, code: "BAD_REQUEST" };
const answered = { status: 200, code: "data" };

const filtered = "query ($where: CustomerFilter) { customers(where: $where) { totalCount } }";
const found = "query ($search: String) { customers(search: $search) { totalCount nodes { id email } } }";
const byIds = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
const create = "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { userErrors { code } } }";
const nested = (open: string, inside: string, close: string, levels: number) =>
  open.repeat(levels) + inside + close.repeat(levels);

/** Each fragment spreads the one before it twice: unfolded, the last one has 2 to the power of `levels` selections. */
const doubledFragments = (levels: number) =>
  [
    "fragment f0 on Viewer { type }",
    repeat(levels, (n) => `fragment f${n + 1} on Viewer { a${n}: type ...f${n} ...f${n} }`),
    `{ viewer { ...f${levels} } }`,
  ].join(" ");

const nesting: HostileRequest[] = [
  { name: "fragments that double each other 40 times", ...operation(doubledFragments(40)), ...answered },
  { name: "fields 3,300 deep", ...operation(nested("{a", "", "}", 3_300)), ...tooComplex },
  {
    name: "lists in lists, 400 deep",
    ...operation(nested("{customers{nodes{groups{nodes", "{id}", "}}}}", 100)),
    ...tooComplex,
  },
  { name: "inline fragments 900 deep", ...operation(nested("{...", "{__typename}", "}", 900)), ...answered },
  { name: "inline fragments 5,000 deep", ...operation(nested("{...", "{__typename}", "}", 5_000)), ...tooComplex },
  {
    name: "inline fragments, 24 beside each other and 36 deep",
    ...operation(`{ ${repeat(24, () => nested("...{", "countries{iso2}", "}", 36))} }`),
    ...answered,
  },
  {
    name: "fields 9 deep, merged in 20 places",
    ...operation(
      `{ ${"customers(first:1){nodes{groups(first:1){nodes{customers(first:1){nodes{id}}}}}}".repeat(20)} }`,
    ),
    ...answered,
  },
  {
    name: "a list literal 3,000 deep",
    ...operation(`{ nodes(ids: ${nested("[", "", "]", 3_000)}) { id } }`),
    ...tooComplex,
  },
  {
    name: "a filter literal 500 deep",
    ...operation(`{ customers(where: ${nested("{not:", "{}", "}", 500)}) { totalCount } }`),
    ...badInput,
  },
  {
    name: "a filter 500 deep",
    ...operationWith(filtered, `{"where":${nested('{"not":', "{}", "}", 500)}}`),
    ...badInput,
  },
  {
    name: "a filter 50,000 deep",
    ...operationWith(filtered, `{"where":${nested('{"not":', "{}", "}", 50_000)}}`),
    status: 400,
    code: "BAD_USER_INPUT",
  },
  {
    name: "free data 5,000 deep",
    ...operationWith(create, `{"input":{"email":"a@example.com","metadata":${nested('{"a":', "1", "}", 5_000)}}}`),
    ...answered,
  },
  {
    name: "extensions 50,000 deep",
    body: `{"query":"{__typename}","extensions":${nested('{"a":', "1", "}", 50_000)}}`,
    ...answered,
  },
];

const chain = (on: string, count: number, body: (next: string) => string, last: string) =>
  `${repeat(count, (n) => `fragment F${n} on ${on} { ${body(`...F${n + 1}`)} }`)} fragment F${count} on ${on} { ${last} }`;

const floods: HostileRequest[] = [
  {
    name: "900 aliases of a list",
    ...operation(`{ ${repeat(900, (n) => `a${n}: customers { totalCount }`)} }`),
    ...tooComplex,
  },
  {
    name: "all aliases that are allowed",
    ...operation(`{ ${repeat(30, (n) => `a${n}: customers(first: 1) { totalCount nodes { id } }`)} }`),
    ...answered,
  },
  {
    name: "aliases in a fragment that is spread in many places",
    ...operation(`{ ${repeat(10, (n) => `a${n}: customers { nodes { ...A } }`)} }
      fragment A on Customer { ${repeat(20, (n) => `b${n}: groups { totalCount }`)} }`),
    ...tooComplex,
  },
  { name: "9,900 times the same field", ...operation(`{ ${"__typename ".repeat(9_900)} }`), ...tooComplex },
  {
    name: "400 times the same object",
    ...operation(`{ viewer { ${"customer{id}".repeat(300)} ${"...{customer{email}}".repeat(100)} } }`),
    ...answered,
  },
  {
    name: "900 times the same list",
    ...operation(`{ ${"customers{nodes{groups{nodes{id}}}}".repeat(200)} }`),
    ...tooComplex,
  },
  { name: "900 unknown fields", ...operation(`{ customers { ${repeat(900, (n) => `x${n}`)} } }`), ...invalid },
  {
    name: "an unknown field with a name of 90,000 letters",
    ...operation(`{ ${"customer".repeat(11_000)} }`),
    ...invalid,
  },
  {
    name: "1,500 directives on a field",
    ...operation(`{ __typename ${"@skip(if:false)".repeat(1_500)} }`),
    ...tooComplex,
  },
  { name: "900 unknown directives", ...operation(`{ __typename ${repeat(900, (n) => `@d${n}`)} }`), ...tooComplex },
  {
    name: "3,000 times the same argument",
    ...operation(`{ customers(${"first:1 ".repeat(3_000)}) { totalCount } }`),
    ...invalid,
  },
  { name: "2,400 variables", ...operation(`query (${repeat(2_400, (n) => `$a${n}:Int`)}) { __typename }`), ...invalid },
  {
    name: "900 variables in 30 lists",
    ...operation(
      `query (${repeat(900, (n) => `$a${n}:ID!`)}) { ${repeat(30, (n) => `b${n}: customers(first:1,where:{id:{in:[${repeat(30, (m) => `$a${n * 30 + m}`)}]}}){nodes{id}}`)} }`,
      Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`a${n}`, `cus_${n}`])),
    ),
    ...answered,
  },
  {
    name: "59,000 ids of a wrong type",
    ...operation(
      'mutation ($ids: [ID!]!) { customerGroupAddCustomers(id: "cusgroup_1", customerIds: $ids) { userErrors { code } } }',
      { ids: Array(59_000).fill(true) },
    ),
    ...badInput,
  },
  { name: "2,400 operations", ...operation(repeat(2_400, (n) => `query A${n}{__typename}`)), ...tooComplex },
  { name: "10,001 tokens", ...operation(`{ nodes(ids: [${"1 ".repeat(10_001)}]) { id } }`), ...tooComplex },
];

const fragments: HostileRequest[] = [
  { name: "a fragment in itself", ...operation("{ ...A } fragment A on Query { ...A }"), ...invalid },
  {
    name: "fragments in a circle",
    ...operation("{ ...A } fragment A on Query { ...B } fragment B on Query { __typename ...A }"),
    ...invalid,
  },
  {
    name: "90 fragments in circles",
    ...operation(
      `{ ...F0 } ${repeat(90, (n) => `fragment F${n} on Query { ...F${(n + 1) % 90} ...F${(n + 7) % 90} }`)}`,
    ),
    ...invalid,
  },
  {
    name: "900 fragments in circles",
    ...operation(
      `{ ...F0 } ${repeat(900, (n) => `fragment F${n} on Query { ...F${(n + 1) % 900} ...F${(n + 7) % 900} }`)}`,
    ),
    ...tooComplex,
  },
  {
    name: "fragments that double each other 90 times",
    ...operation(`{ ...F0 } ${chain("Query", 90, (next) => `${next} ... { ${next} }`, "__typename")}`),
    ...tooComplex,
  },
  {
    name: "fragments that double lists",
    ...operation(
      `{ customers { nodes { ...F0 } } } ${chain("Customer", 8, (next) => `a: groups { nodes { customers { nodes { ${next} } } } } b: groups { nodes { customers { nodes { ${next} } } } }`, "id")}`,
    ),
    ...tooComplex,
  },
  {
    name: "few fragments that multiply lists",
    ...operation(
      `{ customers { nodes { ...F0 } } } ${chain("Customer", 3, (next) => `groups { nodes { customers { nodes { ${next} } } } }`, "id")}`,
    ),
    ...tooComplex,
  },
  {
    name: "900 fragments nobody spreads",
    ...operation(`{ __typename } ${repeat(900, (n) => `fragment F${n} on Query { __typename }`)}`),
    ...tooComplex,
  },
  {
    name: "introspection in circles",
    ...operation(`{ __schema { types ${nested("{ fields { type ", "{ name }", "} }", 6)} } }`),
    ...invalid,
  },
  {
    name: "introspection of everything, again and again",
    ...operation(
      `{ ${repeat(30, (n) => `a${n}: __schema { types { fields { args { type { name } } type { name } } inputFields { type { name } } } }`)} }`,
    ),
    ...tooComplex,
  },
];

const large: HostileRequest[] = [
  { name: "a page of 1,000,000", ...operation("{ customers(first: 1000000) { nodes { id } } }"), ...badInput },
  {
    name: "large pages in large pages",
    ...operation("{ customers(first: 250) { nodes { groups(first: 250) { nodes { id } } } } }"),
    ...tooComplex,
  },
  {
    name: "a page size beyond all numbers",
    ...operationWith("query ($n: Int) { customers(first: $n) { totalCount } }", '{"n":1e999}'),
    ...badInput,
  },
  {
    name: "a page size of 60 digits",
    ...operation(`{ customers(first: ${"9".repeat(60)}) { totalCount } }`),
    ...invalid,
  },
  { name: "an offset of 2^31 - 1", ...operation("{ customers(offset: 2147483647) { totalCount } }"), ...badInput },
  { name: "60,000 ids", ...operation(byIds, { ids: Array(60_000).fill("cus_1") }), ...tooComplex },
  {
    name: "10,000 values for `in`",
    ...operation(filtered, { where: { id: { in: Array.from({ length: 10_000 }, (_, n) => `cus_${n}`) } } }),
    ...answered,
  },
  {
    name: "10,001 values for `in`",
    ...operation(filtered, { where: { id: { in: Array(10_001).fill("cus_1") } } }),
    ...badInput,
  },
  {
    name: "150,000 values for `in`",
    ...operation(filtered, { where: { id: { in: Array(150_000).fill("a") } } }),
    ...tooComplex,
  },
  {
    name: "1,000 conditions",
    ...operation(filtered, { where: { or: Array(1_000).fill({ id: { eq: "a" } }) } }),
    ...badInput,
  },
  {
    name: "100 conditions on texts",
    ...operation(filtered, {
      where: { or: Array.from({ length: 99 }, (_, n) => ({ email: { contains: `${n}zq` } })) },
    }),
    ...tooComplex,
  },
  {
    name: "10,001 customers to add",
    ...operation(
      'mutation ($ids: [ID!]!) { customerGroupAddCustomers(id: "cusgroup_1", customerIds: $ids) { userErrors { code } } }',
      { ids: Array(10_001).fill("cus_1") },
    ),
    ...answered,
  },
  {
    name: "a text of 900,000 letters to search for",
    ...operation(found, { search: "a".repeat(900_000) }),
    ...badInput,
  },
  {
    name: "a text of 90,000 letters in the document",
    ...operation(`{ customers(search: "${"a".repeat(90_000)}") { totalCount } }`),
    ...badInput,
  },
  {
    name: "an email of 900,000 letters",
    ...operation(create, { input: { email: `${"a".repeat(900_000)}@example.com` } }),
    ...answered,
  },
  {
    name: "an id of 900,000 letters",
    ...operation("query ($id: ID!) { customer(id: $id) { id } }", { id: "cus_".repeat(225_000) }),
    ...answered,
  },
  {
    name: "a cursor of 900,000 letters",
    ...operation("query ($a: String) { customers(after: $a) { totalCount } }", { a: "W10=".repeat(225_000) }),
    ...badInput,
  },
  {
    name: "free data of 900 KB",
    ...operation(create, { input: { email: "a@example.com", metadata: { a: "a".repeat(900_000) } } }),
    ...answered,
  },
  {
    name: "free data with 60,000 keys",
    ...operation(create, {
      input: {
        email: "a@example.com",
        metadata: Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`k${n}`, 1])),
      },
    }),
    ...tooComplex,
  },
  { name: "a document of 1,000,000 blanks", ...operation(`{ __typename }${" ".repeat(1_000_000)}`), ...tooComplex },
  { name: "a comment of 1,000,000 letters", ...operation(`# ${"a".repeat(1_000_000)}\n{ __typename }`), ...tooComplex },
  {
    name: "a body of 2 MB",
    ...operation(`{ __typename } #${"a".repeat(2_000_000)}`),
    status: 413,
    code: "BAD_REQUEST",
  },
  {
    name: "sixty keys to sort by",
    ...operation(`{ customers(sort: [${"{field: EMAIL}".repeat(60)}]) { totalCount } }`),
    ...badInput,
  },
];

const expensive: HostileRequest[] = [
  {
    name: "20 counts of customers by the emails of others in their groups",
    ...operation(
      `{ ${repeat(20, (n) => `a${n}: customers(where: { or: [{ groups: { some: { customers: { some: { email: { contains: "zqzqzq" } } } } } }, { email: { eq: "x${n}" } }] }) { totalCount }`)} }`,
    ),
    ...tooComplex,
  },
  {
    name: "49 parts of emails under `or`",
    ...operation(filtered, {
      where: { or: Array.from({ length: 49 }, (_, n) => ({ email: { contains: `${n}zq` } })) },
    }),
    ...tooComplex,
  },
  {
    name: "49 parts of cities under `or`",
    ...operation(filtered, {
      where: { or: Array.from({ length: 49 }, (_, n) => ({ addresses: { some: { city: { contains: `${n}zq` } } } })) },
    }),
    ...tooComplex,
  },
  {
    name: "all prices of all price lists of a customer",
    ...operation(
      "{ customers(first: 1) { nodes { priceLists(first: 100) { nodes { prices(first: 250) { nodes { amount currencyCode variantId } } } } } } }",
    ),
    ...answered,
  },
  {
    name: "30 passwords",
    ...operation(
      `mutation { ${repeat(30, (n) => `a${n}: customerUpdate(id: "cus_${n}", input: { password: "correct horse battery" }) { userErrors { code } }`)} }`,
    ),
    ...tooComplex,
  },
  {
    name: "a mutation that is refused, with an Idempotency-Key",
    ...operation(create, { input: { email: "no email" } }),
    headers: { "idempotency-key": "hostile-1" },
    ...answered,
  },
];

const texts: HostileRequest[] = [
  ...[
    ["a regular expression that backtracks", `(a+)+$ ((a|a)*)* (.*)*\\1 ${"a".repeat(100)}!`],
    ["wildcards", `${"%_".repeat(60)} %%%% \\\\% \\_`],
    ["SQL", "'; DROP TABLE customer; -- \" $1 $$ /* E'\\'"],
    ["operators of text search", "a & | ! <-> :* () ' \\*"],
    ["letters with a hundred accents", `a${"\u0301".repeat(100)} e${"\u0300\u0323".repeat(40)}`],
    ["letters that grow when they are folded", "\uFDFA\u0130\u1E9E\u{1F12D}".repeat(30)],
    ["right-to-left text and invisible characters", "\u202Eevil\u202C \u200B\u200D\uFEFF \u2066x\u2069"],
    ["flags, families and other joined signs", "🏴󠁧󠁢󠁥󠁮󠁧󠁿👨‍👩‍👧‍👦🇮🇹".repeat(4)],
    ["white space of all kinds", "\u00a0a\u2003b\u3000c\u2028d\u0085e"],
  ].map(([name, search]) => ({ name: `${name}, searched for`, ...operation(found, { search }), ...answered })),
  { name: "eleven words to search for", ...operation(found, { search: "a ".repeat(11) }), ...badInput },
  { name: "half a surrogate pair, searched for", ...operationWith(found, '{"search":"\\ud800"}'), ...badInput },
  {
    name: "half a surrogate pair in a name",
    ...operationWith(create, '{"input":{"firstName":"\\ud800"}}'),
    ...answered,
  },
  { name: "NUL, searched for", ...operationWith(found, '{"search":"\\u0000"}'), ...badInput },
  { name: "NUL in a filter", ...operationWith(filtered, '{"where":{"email":{"eq":"a\\u0000"}}}'), ...badInput },
  { name: "NUL in an id", ...operationWith(byIds, '{"ids":["cus_\\u0000"]}'), ...answered },
  { name: "NUL in the document", ...operation("{ \u0000 }"), ...unreadable },
  {
    name: "an escape beyond Unicode",
    ...operation('{ customers(search: "\\u{110000}") { totalCount } }'),
    ...unreadable,
  },
  { name: "a byte order mark", ...operation("\uFEFF{ __typename }"), ...answered },
  { name: "a document in full-width letters", ...operation("｛ ＿＿ｔｙｐｅｎａｍｅ ｝"), ...unreadable },
  { name: "a cursor that is no cursor", ...operation('{ customers(after: "🙂") { totalCount } }'), ...badInput },
  {
    name: "a cursor of nested JSON",
    ...operation(
      `{ customers(after: "${Buffer.from(nested("[", "", "]", 5_000)).toString("base64url")}") { totalCount } }`,
    ),
    ...badInput,
  },
];

const keys: HostileRequest[] = [
  {
    name: "the prototype of variables",
    ...operationWith(
      "query ($id: ID) { customers(first: 0) { totalCount } }".replace("($id: ID)", ""),
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ),
    ...answered,
  },
  {
    name: "the prototype of a body",
    body: '{"query":"{__typename}","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ...answered,
  },
  { name: "the prototype in place of a query", body: '{"__proto__":{"query":"{__typename}"}}', ...badRequest },
  {
    name: "the prototype in a filter",
    ...operationWith(filtered, '{"where":{"__proto__":{"email":{"eq":"a"}}}}'),
    ...badInput,
  },
  {
    name: "the prototype in free data",
    ...operationWith(create, '{"input":{"email":"a","metadata":{"__proto__":{"polluted":1},"constructor":1}}}'),
    ...answered,
  },
  {
    name: "variables named like the prototype",
    ...operation(
      "query ($__proto__: Int, $constructor: Int) { a: customers(first: $__proto__) { totalCount } b: customers(first: $constructor) { totalCount } }",
      {},
    ),
    ...answered,
  },
  {
    name: "aliases named like the prototype",
    ...operation("{ __proto__: __typename constructor: __typename toString: __typename then: __typename }"),
    ...answered,
  },
  {
    name: "an operation named like the prototype",
    body: json({ query: "query A { __typename }", operationName: "__proto__" }),
    status: 400,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  { name: "fields named like the prototype", ...operation("{ constructor hasOwnProperty }"), ...invalid },
];

const http: HostileRequest[] = [
  { name: "a batch of 1,000 operations", body: json(Array(1_000).fill({ query: "{ __typename }" })), ...badRequest },
  { name: "an empty batch", body: "[]", ...badRequest },
  { name: "null", body: "null", ...badRequest },
  { name: "JSON that breaks off", body: '{"query":"{ __typename', ...badRequest },
  { name: "brackets that never close", body: "[".repeat(900_000), ...badRequest },
  { name: "bytes that are no text", body: Buffer.alloc(10_000, 0xff), ...badRequest },
  {
    name: "numbers of 900,000 digits",
    body: `{"query":"{__typename}","variables":{"a":${"9".repeat(900_000)}}}`,
    ...answered,
  },
  {
    name: "a mutation in the address",
    method: "GET",
    path: `/graphql?query=${encodeURIComponent('mutation { customerDelete(id: "cus_1") { deletedId } }')}`,
    headers: { "apollo-require-preflight": "1" },
    status: 405,
    code: "BAD_REQUEST",
  },
  {
    name: "a query in the address, from a foreign page",
    method: "GET",
    // A page of another site cannot send a credential.
    headers: { authorization: "" },
    path: "/graphql?query={__typename}",
    ...badRequest,
  },
  {
    name: "variables in the address that are no JSON",
    method: "GET",
    path: "/graphql?query={__typename}&variables={",
    headers: { "apollo-require-preflight": "1" },
    ...badRequest,
  },
  {
    name: "text, as foreign pages may send it",
    headers: { "content-type": "text/plain" },
    ...operation("{ __typename }"),
    ...unsupported,
  },
  {
    name: "a form",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "query=%7B__typename%7D",
    ...unsupported,
  },
  {
    name: "files",
    headers: { "content-type": "multipart/form-data; boundary=a" },
    body: '--a\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{__typename}"}\r\n--a--',
    ...unsupported,
  },
  {
    name: "XML",
    headers: { "content-type": "application/xml" },
    body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ...unsupported,
  },
  {
    name: "a compressed body that unfolds to 100 MB",
    headers: { "content-encoding": "gzip" },
    body: gzipSync(Buffer.alloc(100_000_000, 32)),
    ...unsupported,
  },
  {
    name: "a credential of 7,000 letters",
    headers: { authorization: `Bearer ${"a".repeat(7_000)}` },
    ...operation("{ viewer { type } }"),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "a token that signs itself",
    headers: {
      authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sub":"user_1","exp":9999999999}').toString("base64url")}.a`,
    },
    ...operation("{ viewer { type } }"),
    status: 401,
    code: "UNAUTHENTICATED",
  },
  {
    name: "headers of 32 KB",
    headers: { "x-padding": "a".repeat(32_768) },
    ...operation("{ __typename }"),
    status: 431,
    code: "BAD_REQUEST",
  },
  {
    name: "a request id of 7,000 letters",
    headers: { "x-request-id": "a".repeat(7_000) },
    ...operation("{ __typename }"),
    ...answered,
  },
  {
    name: "a path that leads out of its folder",
    method: "GET",
    path: "/graphql/playground/..%2f..%2f..%2fpackage.json",
    status: 404,
    code: "BAD_REQUEST",
  },
  { name: "an unknown method", method: "PROPFIND", body: "", status: 404, code: "BAD_REQUEST" },
];

/** Requests of an attacker, and the expected responses. */
export const hostileRequests: readonly HostileRequest[] = [
  ...nesting,
  ...floods,
  ...fragments,
  ...large,
  ...expensive,
  ...texts,
  ...keys,
  ...http,
];
