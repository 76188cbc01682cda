"""The records of a registry: frozen, typed, keyword-only. They know no format."""

from sro_core.models._fields import Json
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Record, Void
from sro_core.models.agencies import (
    Agency,
    AgencyKind,
    District,
    DistrictKind,
    School,
    SchoolControl,
    SchoolLevel,
    SchoolYear,
)
from sro_core.models.assignments import Agreement, AgreementKind, Assignment, Role
from sro_core.models.completion import Completion, Outcome
from sro_core.models.decisions import (
    BEFORE_SERVICE,
    Adopter,
    Adoption,
    Attestation,
    Waiver,
    WaiverKind,
)
from sro_core.models.lists import KINDS, LIST_OF, REFERENCES, SINGULAR, ids_at, references_of
from sro_core.models.officers import Employment, EmploymentTime, License, LicenseState, Officer
from sro_core.models.plans import PlanKind, PlanReview, SafetyPlan
from sro_core.models.training import (
    NEXT_STATES,
    Course,
    CourseCode,
    Enrollment,
    EnrollmentState,
    Held,
    Meeting,
    SessionState,
    TrainingSession,
)

__all__ = [
    "BEFORE_SERVICE",
    "KINDS",
    "LIST_OF",
    "NEXT_STATES",
    "REFERENCES",
    "SINGULAR",
    "Adopter",
    "Adoption",
    "Agency",
    "AgencyKind",
    "Agreement",
    "AgreementKind",
    "Assignment",
    "Attestation",
    "Completion",
    "Course",
    "CourseCode",
    "District",
    "DistrictKind",
    "Employment",
    "EmploymentTime",
    "Enrollment",
    "EnrollmentState",
    "FrozenMap",
    "Held",
    "Json",
    "License",
    "LicenseState",
    "Meeting",
    "Officer",
    "Outcome",
    "PlanKind",
    "PlanReview",
    "Record",
    "Role",
    "SafetyPlan",
    "School",
    "SchoolControl",
    "SchoolLevel",
    "SchoolYear",
    "SessionState",
    "TrainingSession",
    "Void",
    "Waiver",
    "WaiverKind",
    "ids_at",
    "references_of",
]
