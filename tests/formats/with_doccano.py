"""Import a file of JSON lines as doccano's server does, and print the spans that it then has.

Run by the Python of an environment of doccano's own: `python with_doccano.py data.jsonl`. Its
database comes to be beside the file.
"""

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def main(path: Path) -> None:
    """Import it into a new project for spans and relations that may overlap."""
    backend = find_spec("backend")
    assert backend is not None
    assert backend.origin is not None
    sys.path.insert(0, str(Path(backend.origin).parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.production"
    os.environ["DATABASE_URL"] = f"sqlite:///{path.parent / 'doccano.db'}"
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from labels.models import Span
    from projects.models import SequenceLabelingProject

    user = get_user_model().objects.create_user(username="ana")
    project = SequenceLabelingProject.objects.create(
        name="p", description="d", guideline="", project_type="SequenceLabeling",
        created_by=user, allow_overlapping=True, use_relation=True,
    )  # fmt: skip
    named = FileName(full_path=str(path), generated_name=path.name, upload_name=path.name)
    dataset = load_dataset("RelationExtraction", create_file_format("JSONL"), [named], project)
    dataset.save(user, batch_size=1000)
    assert not dataset.errors, dataset.errors
    for span in Span.objects.select_related("label", "example"):
        said = span.example.text[span.start_offset : span.end_offset]
        sys.stdout.write(json.dumps([span.label.text, said]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
