import { allCustomers, erp } from "../customer-sync/upsert.steps.js";
import { givenUpload, useFileServer } from "../files/files.steps.js";
import { jobRow } from "../jobs/job.steps.js";
import { eventually } from "../support/mail.js";
import { importCustomers } from "./import.operations.js";

/** A file as people have them, and its result. */
interface RealFile {
  readonly title: string;
  readonly content: string | Buffer;
  readonly columns?: { column: string; field: string }[];
  /** The customers afterwards, in the order of the file. Default: none. */
  readonly customers?: object[];
  /** Errors of rows: line, code and column. Default: none. */
  readonly errors?: string[];
  /** A part of the reason of a failed job. Undefined if the job succeeds. */
  readonly failure?: string;
}

const ada = { email: "ada@example.com" };
const bea = { email: "bea@example.com" };
const plain = "email,firstName\nada@example.com,Ad\u00e9\n";
const adaNamed = { ...ada, firstName: "Ad\u00e9" };
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const keys = Array.from({ length: 298 }, (_, n) => `k${n}`);

const files: RealFile[] = [
  { title: "UTF-8 with a byte order mark", content: `\uFEFF${plain}`, customers: [adaNamed] },
  { title: "UTF-16, little endian", content: utf16(plain), customers: [adaNamed] },
  { title: "UTF-16, big endian", content: utf16(plain).swap16(), customers: [adaNamed] },
  {
    title: "Windows-1252, which is refused with its line",
    content: Buffer.from("email,firstName\nbea@example.com,Bea\nada@example.com,Ad\u00e9\n", "latin1"),
    failure: "Line 3 is not UTF-8. Save the file as UTF-8, for example as CSV UTF-8 in Excel.",
  },
  {
    title: "a workbook of Excel, which is refused",
    content: Buffer.from("504b0304140006000800", "hex"),
    failure: "it is a ZIP file, such as a workbook of Excel. Save it as CSV UTF-8.",
  },
  { title: "an empty file, which is refused", content: "", failure: "The file must begin with a header." },
  {
    title: "semicolons, and commas in cells",
    content: "email;lastName\nada@example.com;Byron, King\n",
    customers: [{ ...ada, lastName: "Byron, King" }],
  },
  {
    title: "tabs",
    content: "email\tfirstName\nada@example.com\tAda\n",
    customers: [{ ...ada, firstName: "Ada" }],
  },
  {
    title: "quotes, and line breaks in cells",
    content: 'email,companyName,metadata.note\r\nada@example.com,"Luna ""L"" Ltd","one\r\ntwo"\r\nno,x,y\r\n',
    customers: [{ ...ada, companyName: 'Luna "L" Ltd', metadata: { note: "one\r\ntwo" } }],
    errors: ["4: INVALID_EMAIL (email)"],
  },
  {
    title: "a quote that does not end, which is refused with its line",
    content: 'email,firstName\nbea@example.com,Bea\nada@example.com,"Ada\n',
    failure: "Line 3: a quoted cell begins here, but no quote ends it.",
  },
  {
    title: "300 columns",
    content: `email,firstName,${keys.map((key) => `metadata.${key}`).join(",")}\nada@example.com,Ada,${keys.join(",")}\n`,
    customers: [{ ...ada, firstName: "Ada", metadata: Object.fromEntries(keys.map((key) => [key, key])) }],
  },
  {
    title: "a cell of 10 MB, which is an error of its row",
    content: `email,firstName\nada@example.com,${"x".repeat(10_000_000)}\nbea@example.com,Bea\n`,
    customers: [bea],
    errors: ["2: TOO_LONG (firstName)"],
  },
  {
    title: "empty lines, empty rows, and no line break at the end",
    content: "email,firstName\n\nada@example.com,Ada\n,\n  ,\n\nno,Eve\nbea@example.com,Bea",
    customers: [ada, bea],
    errors: ["7: INVALID_EMAIL (email)"],
  },
  {
    title: "a header that names a column twice, which is refused",
    content: "email,firstName,email\nada@example.com,Ada,bea@example.com\n",
    failure: "The columns number 1 and number 3 of the header have the same name.",
  },
  {
    title: "two columns for one field, which are refused",
    content: "email,E-Mail\nada@example.com,bea@example.com\n",
    columns: [{ column: "E-Mail", field: "email" }],
    failure: "are both for email. Leave one out, or rename it.",
  },
  {
    title: "leading zeros, which stay",
    content: "email,externalIds.erp,addresses.0.postalCode,metadata.code\nada@example.com,007,00184,0012\n",
    customers: [
      {
        ...ada,
        externalIds: [erp("007")],
        metadata: { code: "0012" },
        addresses: { nodes: [{ postalCode: "00184" }] },
      },
    ],
  },
  {
    title: "formula cells, whose apostrophe is taken away, and no other one",
    content: "email,firstName,lastName,companyName,phone\nada@example.com,'=1+1,'t Hooft,'@Luna,'+39061\n",
    customers: [{ ...ada, firstName: "=1+1", lastName: "'t Hooft", companyName: "@Luna", phone: "+39061" }],
  },
  {
    title: "rows that name one customer twice",
    content: "email,externalIds.erp\nada@example.com,1\nADA@example.com,2\nbea@example.com,1\nbea@example.com,3\n",
    customers: [
      { ...ada, externalIds: [erp("1")] },
      { ...bea, externalIds: [erp("3")] },
    ],
    errors: ["3: DUPLICATE_ROW (email)", "4: DUPLICATE_ROW (externalIds.erp)"],
  },
  {
    title: "a row with more cells than the header",
    content: "email,firstName\nada@example.com,Ada,more\nbea@example.com,Bea,,\n",
    customers: [bea],
    errors: ["2: TOO_MANY (null)"],
  },
];

describe("a file of real life", () => {
  const { server } = useFileServer({ jobs: { timeouts: { pollMs: 50 } } }, 20_000_000);

  it.each(files.map((file) => [file.title, file] as const))(
    "%s",
    async (_, { content, columns = [], customers = [], errors = [], failure }) => {
      const fileId = await givenUpload(server, content);
      const { customersImport } = await server.run(importCustomers, { fileId, columns });
      const { database } = server.testDatabase;
      const job = await eventually("the import does not end", async () => {
        const row = await jobRow(database, customersImport.job?.id ?? "");
        return row.finishedAt === null ? undefined : row;
      });
      const reason = failure === undefined ? null : expect.stringContaining(failure);
      expect(job).toMatchObject({ status: failure === undefined ? "SUCCEEDED" : "FAILED", failure: reason });
      expect(job.errors.map(({ line, code, column }) => `${line}: ${code} (${column})`)).toEqual(errors);
      expect(await allCustomers(server)).toMatchObject(customers);
    },
  );
});
