"""checkrules turns an inspection checklist into data and judges submissions by it.

    import checkrules

    checklist = checkrules.load_checklist("mental-health")
    report = checklist.evaluate({"school_stage": "primary", "student_count": 1200, "fulltime_mh_teacher_count": 0})
    for issue in report.issues:
        print(issue.rule.id, issue.message.zh)

Everything that a user of the library calls, and what comes back. Authors of plugins import from `checkrules.plugin` and
`checkrules.testing`. The stub beside this file lists the names; each is imported when it is first used, so that
`import checkrules` is cheap.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]
