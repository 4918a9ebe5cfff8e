"""What the bodies of this API may say; what stands in no table is refused."""

from collections.abc import Mapping

from gateway.rest.grammar.body_rules import Body, plain

BODIES: Mapping[str, Body] = {
    "CodeCreate": Body(taken={}),
    "HolderProofCreate": Body(
        taken=plain("code", "password", "paperType", "paperNumber", "name", "proof")
    ),
    "PasswordPrepare": Body(taken=plain("newPassword", "password", "proof")),
    "PasswordChange": Body(taken=plain("password", "newPassword")),
    "PasswordReset": Body(taken=plain("newPassword", "proof", "paperType", "paperNumber")),
}
