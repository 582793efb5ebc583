using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>
/// Hashes passwords in the form of <see cref="TypedText.Password"/>. Hashes from before that form had the password as the keyboard gave it:
/// its other forms are tried too, and the hash is renewed when one of them is right.
/// </summary>
internal sealed class AccountPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, TypedText.Password(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var normal = TypedText.Password(providedPassword);
        var result = base.VerifyHashedPassword(user, hashedPassword, normal);
        if (result != PasswordVerificationResult.Failed)
        {
            return result;
        }

        // ASCII has one form. Broken text has none but its own.
        return Forms(providedPassword).Distinct(StringComparer.Ordinal)
            .Any(form => form != normal && base.VerifyHashedPassword(user, hashedPassword, form) != PasswordVerificationResult.Failed)
                ? PasswordVerificationResult.SuccessRehashNeeded
                : PasswordVerificationResult.Failed;
    }

    private static IEnumerable<string> Forms(string typed) => TypedText.IsText(typed)
        ? [typed, typed.Normalize(NormalizationForm.FormC), typed.Normalize(NormalizationForm.FormD)]
        : [typed];
}
