using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>
/// Makes Identity normalize addresses by <see cref="EmailAddress"/> (rule 27). User names are addresses; role names are lower case.
/// </summary>
internal sealed class EmailLookupNormalizer : ILookupNormalizer
{
    public string? NormalizeEmail(string? email) => email is null ? null : EmailAddress.Normalize(email);

    public string? NormalizeName(string? name) => NormalizeEmail(name);
}
