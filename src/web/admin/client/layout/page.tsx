import { Anchor, Box, Group, Stack, Title } from "@mantine/core";
import { ChevronLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation, useNavigationType } from "react-router";
import { useLastAddress, useRememberQueryString } from "./last-query-strings.js";

interface ParentLinkProps {
  readonly to: string;
  readonly label: string;
}

interface PageProps {
  /** The heading, and the title of the browser tab. */
  readonly title: string;
  /** Is shown instead of the title in the heading. */
  readonly heading?: ReactNode;
  /** The list that the page belongs to. */
  readonly parent?: ParentLinkProps;
  /** Buttons beside the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title, heading, buttons and contents. */
export function Page({ title, heading, parent, actions, children }: PageProps) {
  const headingRef = usePageStart();
  useRememberQueryString();
  return (
    <Stack gap="lg" maw={1400} mx="auto">
      <title>{`${title} · Shop customers`}</title>
      <Box>
        {parent && <ParentLink {...parent} />}
        <Group justify="space-between" gap="sm">
          <Title order={1} size="h2" ref={headingRef} tabIndex={-1} className="wrap-anywhere" dir="auto">
            {heading ?? title}
          </Title>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}

/** A link to the list, with its last filters, sorting and page. */
function ParentLink({ to, label }: ParentLinkProps) {
  return (
    <Anchor component={Link} to={useLastAddress(to)} size="sm" className="page-parent">
      <ChevronLeft size={16} aria-hidden />
      <bdi title={label}>{label}</bdi>
    </Anchor>
  );
}

/**
 * After a navigation, the page begins at its top, and its heading gets the focus, so that a screen reader reads it. A change of the
 * query string is no new page.
 */
function usePageStart() {
  const ref = useRef<HTMLHeadingElement>(null);
  const type = useNavigationType();
  // The first page of a visit has the key "default".
  const isFirst = useLocation().key === "default";
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs only when the page is mounted
  useEffect(() => {
    if (isFirst) return;
    ref.current?.focus({ preventScroll: true });
    // The browser restores the position of the back button.
    if (type !== "POP") scrollTo(0, 0);
  }, []);
  return ref;
}
