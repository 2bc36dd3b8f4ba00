"""The API: every act and every reading as JSON, for programs that do what a person may do, and no more."""
