"""What readers carry away whole: papers made of the same figures that the pages show, as PDF and as a workbook."""
