import { useQuery } from "@apollo/client/react";
import { Group } from "@mantine/core";
import { useParams } from "react-router";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { JobPageDocument } from "./job.generated.js";
import { JobActions } from "./job-actions.js";
import { JobBadge } from "./job-badge.js";
import { JobCard } from "./job-card.js";
import { JobErrorsCard } from "./job-errors-card.js";
import { jobTitle } from "./job-texts.js";
import { WatchJob } from "./watch-job.js";

/** One import or export. Its state is live until it ends. */
export function JobPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(JobPageDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const job = data?.job;
  if (data && !job) return <NotFound />;
  return (
    <Page
      title={job ? jobTitle(job) : "Job"}
      heading={
        job && (
          <Group gap="sm">
            <span>{jobTitle(job)}</span>
            <JobBadge job={job} />
          </Group>
        )
      }
      parent={{ to: "/import-export", label: "Import and export" }}
      actions={job && <JobActions job={job} />}
    >
      <LoadState queries={[{ error, refetch }]} isLoaded={job !== undefined} height={240} />
      {job && job.finishedAt === null && <WatchJob id={id} />}
      {job && <JobCard job={job} />}
      {job && job.failed > 0 && <JobErrorsCard job={job} />}
    </Page>
  );
}
