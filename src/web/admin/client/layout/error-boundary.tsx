import { Component, type ReactNode } from "react";
import { CodeFailure } from "./code-failure.js";
import { Failure } from "./failure.js";
import { CodeNotLoaded } from "./lazy-component.js";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly failure: "none" | "code" | "other";
}

/** Is shown instead of a blank page after a programming error, or if the code of a page could not be loaded. React logs the error. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: "none" };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: error instanceof CodeNotLoaded ? "code" : "other" };
  }

  override render() {
    const { failure } = this.state;
    if (failure === "none") return this.props.children;
    return failure === "code" ? <CodeFailure /> : <Failure />;
  }
}
