import type { Tx } from "../../database/transactions/transaction.js";
import { type ErasureTerms, searchedTexts } from "../../files/erasure/searched-text.js";
import { textContains } from "../../files/erasure/text-search.js";
import { eraseImportNames } from "../customer-import/import-names.rows.js";
import { namesOfPerson } from "../customer-sync/named-customers.js";
import type { ExternalIdInput } from "../external-id/external-id.input.js";
import type { ErasedPerson } from "./erase.rows.js";

/** How files and running imports name a person, apart from ids and emails. */
export interface NamesInJobs extends Pick<ErasureTerms, "phones" | "files"> {
  readonly externalIds: readonly ExternalIdInput[];
}

/**
 * Returns the external ids and phones, present and former ones, by which a file may name the customers. Also returns the files from
 * which an import has written the customers. Call it before the data is erased.
 */
export async function findNamesInJobs(tx: Tx, { ids }: ErasedPerson): Promise<NamesInJobs> {
  const rows = await tx.$queryRaw<{ kind: "externalIds" | "phones" | "files"; text: string; system: string | null }[]>`
    WITH h AS (
      SELECT request_id, fields FROM change
      WHERE subject_type IN ('CUSTOMER', 'ADDRESS')
        AND subject_id = ANY (${ids}::text[] || ARRAY(SELECT id FROM customer_address WHERE customer_id = ANY (${ids}::text[])))
    )
    SELECT 'externalIds' AS kind, x.value AS text, x.system FROM customer c
      CROSS JOIN jsonb_to_recordset(c.external_ids) AS x (system text, value text)
      WHERE c.id = ANY (${ids}::text[])
    UNION SELECT 'externalIds', x.id ->> 'value', x.id ->> 'system' FROM h
      CROSS JOIN jsonb_path_query(h.fields, '$[*] ? (@.name == "external_ids").keyvalue() ? (@.key != "name").value[*]') AS x (id)
      WHERE jsonb_typeof(x.id) = 'object'
    UNION SELECT 'phones', phone, NULL FROM customer WHERE id = ANY (${ids}::text[]) AND phone IS NOT NULL
    UNION SELECT 'phones', phone, NULL FROM customer_address WHERE customer_id = ANY (${ids}::text[]) AND phone IS NOT NULL
    UNION SELECT 'phones', x.value #>> '{}', NULL FROM h
      CROSS JOIN jsonb_path_query(h.fields, '$[*] ? (@.name == "phone").keyvalue() ? (@.key != "name").value') AS x (value)
      WHERE jsonb_typeof(x.value) = 'string'
    UNION SELECT 'files', source_file_id, NULL FROM job
      WHERE source_file_id IS NOT NULL AND request_id IN (SELECT request_id FROM h)`;
  const textsOf = (kind: string) => rows.filter((row) => row.kind === kind).map(({ text }) => text);
  const externalIds = rows.flatMap(({ kind, text: value, system }) =>
    kind === "externalIds" ? { system: system ?? "", value } : [],
  );
  return { externalIds, phones: textsOf("phones"), files: textsOf("files") };
}

const failure = "The job named a person whose data was erased.";

/** Shorter texts, such as an external id 7, are a part of many others. */
const minLength = 5;

/**
 * Erases what jobs say about a person. A job that has not ended and whose arguments name the person fails. Errors of rows contain no
 * values, but names of columns: those of a file without a header are values.
 */
export async function eraseInJobs(tx: Tx, terms: ErasureTerms, { externalIds }: NamesInJobs): Promise<void> {
  await eraseImportNames(tx, namesOfPerson({ ...terms, externalIds }));
  // The ids of the customers stay, so jobs may name them.
  const texts = searchedTexts({ ...terms, ids: [] }).filter(({ text }) => text.length >= minLength);
  const rows = await tx.$queryRaw<{ jobId: string; text: string; isInput: boolean }[]>`
    SELECT id AS "jobId", input::text AS text, true AS "isInput" FROM job WHERE finished_at IS NULL AND input <> '{}'
    UNION ALL SELECT id, failure, false FROM job WHERE failure IS NOT NULL
    UNION ALL SELECT job_id, text, false FROM job_error_text`;
  const naming = rows.filter(({ text }) => textContains(text, texts));
  if (naming.length === 0) return;
  const idsOf = (isInput: boolean) => naming.filter((row) => row.isInput === isInput).map(({ jobId }) => jobId);
  const ofJobs = { where: { jobId: { in: idsOf(false) } } };
  await tx.jobRowError.deleteMany(ofJobs);
  await tx.jobErrorText.deleteMany(ofJobs);
  await tx.job.updateMany({ where: { id: { in: idsOf(false) }, failure: { not: null } }, data: { failure } });
  await tx.$executeRaw`
    UPDATE job SET status = 'FAILED', failure = ${failure}, input = '{}', position = NULL, lease_token = NULL, finished_at = now()
    WHERE id = ANY (${idsOf(true)}::text[])`;
}
