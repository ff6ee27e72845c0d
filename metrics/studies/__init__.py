"""What is made of several answers: comparisons, the measures of the plan, and the reconciliation with what is printed."""
