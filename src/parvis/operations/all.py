"""The list of operations, written by hand: a new one is a module beside this file and a line below."""

from parvis.operations import Operation
from parvis.operations.accept_invitation import AcceptInvitation
from parvis.operations.cancel_contact_change import CancelContactChange
from parvis.operations.change_agent_role import ChangeAgentRole
from parvis.operations.change_contact import ChangeContact
from parvis.operations.change_secret import ChangeSecret
from parvis.operations.end_agent_access import EndAgentAccess
from parvis.operations.end_bank_call import EndBankCall
from parvis.operations.end_session import EndSession
from parvis.operations.enroll_factor import EnrollFactor
from parvis.operations.handle_case import HandleCase
from parvis.operations.invite_agent import InviteAgent
from parvis.operations.open_bank_call import OpenBankCall
from parvis.operations.open_client_file import OpenClientFile
from parvis.operations.read_history import ReadHistory
from parvis.operations.recover_secret import RecoverSecret
from parvis.operations.remove_factor import RemoveFactor
from parvis.operations.renew_phone_code import RenewPhoneCode
from parvis.operations.renew_user_code import RenewUserCode
from parvis.operations.resume_factor import ResumeFactor
from parvis.operations.sign_in import SignIn
from parvis.operations.transfer import TransferOperation
from parvis.operations.use_biometrics import UseBiometrics

OPERATIONS: tuple[Operation, ...] = (
    SignIn(),
    EndSession(),
    TransferOperation(),
    EnrollFactor(),
    ReadHistory(),
    ChangeSecret(),
    ChangeContact(),
    RecoverSecret(),
    RenewUserCode(),
    ResumeFactor(),
    RemoveFactor(),
    RenewPhoneCode(),
    UseBiometrics(),
    AcceptInvitation(),
    InviteAgent(),
    HandleCase(),
    ChangeAgentRole(),
    EndAgentAccess(),
    OpenClientFile(),
    CancelContactChange(),
    OpenBankCall(),
    EndBankCall(),
)
