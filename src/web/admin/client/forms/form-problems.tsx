import { Alert, List } from "@mantine/core";
import { CircleAlert } from "lucide-react";

interface FormProblemsProps {
  /** The `problems` of a server form. */
  readonly problems: readonly string[];
  /** Default: `This was not saved`. */
  readonly title?: string;
}

/** The errors of a form that belong to no field. */
export function FormProblems({ problems, title = "This was not saved" }: FormProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <Alert color="red" role="alert" tabIndex={-1} data-problems icon={<CircleAlert size={18} />} title={title}>
      <List size="sm" listStyleType="none">
        {problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
