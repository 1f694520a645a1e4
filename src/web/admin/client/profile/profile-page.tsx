import { useQuery } from "@apollo/client/react";
import { List, SimpleGrid, Text } from "@mantine/core";
import { personName } from "../format/person-name.js";
import { Time } from "../format/time.js";
import type { Scope } from "../generated/schema.js";
import { Fact } from "../layout/fact.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { scopeLabel } from "../scopes/scope-texts.js";
import { PasswordCard } from "./password-card.js";
import { ProfilePageDocument, type ProfilePageQuery } from "./profile.generated.js";
import { SessionsCard } from "./sessions-card.js";

/** The account of the member of staff who is signed in. */
export function ProfilePage() {
  const { data, error, refetch } = useQuery(ProfilePageDocument, { fetchPolicy: "cache-and-network" });
  const viewer = data?.viewer;
  return (
    <Page title="Your account">
      <LoadState queries={[{ error, refetch }]} isLoaded={viewer !== undefined} height={240} />
      {viewer?.user && (
        <div className="page-columns">
          <div className="page-column">
            <DetailsCard user={viewer.user} />
            <SessionsCard sessions={viewer.sessions} />
          </div>
          <div className="page-column">
            <PasswordCard />
            <ScopesCard scopes={viewer.scopes} />
          </div>
        </div>
      )}
    </Page>
  );
}

interface DetailsCardProps {
  readonly user: NonNullable<ProfilePageQuery["viewer"]["user"]>;
}

function DetailsCard({ user }: DetailsCardProps) {
  return (
    <PageCard title="Details">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Fact label="Name">{personName(user)}</Fact>
        <Fact label="Email">{user.email}</Fact>
        <Fact label="Member since">
          <Time value={user.createdAt} isDate />
        </Fact>
      </SimpleGrid>
    </PageCard>
  );
}

interface ScopesCardProps {
  readonly scopes: readonly Scope[];
}

function ScopesCard({ scopes }: ScopesCardProps) {
  return (
    <PageCard title="What you may do">
      {scopes.length === 0 && <Text c="dimmed">Nothing yet. Ask somebody who manages the staff.</Text>}
      <List size="sm">
        {scopes.map((scope) => (
          <List.Item key={scope}>{scopeLabel(scope)}</List.Item>
        ))}
      </List>
    </PageCard>
  );
}
