"""What was known, said and decided stays: versions, answers, runs, ratings and terms are never changed or deleted."""

from django.db import migrations

from huikuan.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_scorecards_ratings_and_proposals")]
    operations = [
        AppendOnly(
            "ratings_ruleversion", "ratings_answer", "ratings_ratingrun", "ratings_rating", "ratings_creditterms"
        )
    ]
