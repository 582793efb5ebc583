using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Presales;

/// <summary>A page of codes, by their text.</summary>
/// <param name="Next">For <c>after</c> of the next page; null on the last one.</param>
public sealed record AccessCodeList(IReadOnlyList<AccessCode> Rows, string? Next);

/// <summary>Reads access codes of organizations whose sales the caller runs.</summary>
public sealed class AccessCodeReader(OrganizationContexts contexts)
{
    /// <summary>The rows of a page.</summary>
    public const int PageSize = 25;

    /// <param name="search">A part of the code; null: all.</param>
    /// <param name="after">The last code of the page before; null: the first page.</param>
    public async Task<AccessCodeList> ListAsync(
        PresaleId presale, string? search, string? after, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var found = db.Set<AccessCode>().AsNoTracking().Where(code => code.PresaleId == presale);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var part = AccessCode.Normalize(search);
            if (!AccessCode.CanBe(search))
            {
                return new AccessCodeList([], null);
            }

            found = found.Where(code => code.Code.Contains(part));
        }

        if (after is not null && AccessCode.CanBe(after))
        {
            // Runs in PostgreSQL, whose collation also orders the rows.
#pragma warning disable CA1309
            found = found.Where(code => string.Compare(code.Code, after) > 0);
#pragma warning restore CA1309
        }

        var rows = await found.OrderBy(code => code.Code).Take(PageSize + 1).ToListAsync(cancellationToken);
        return rows.Count > PageSize ? new AccessCodeList(rows[..PageSize], rows[PageSize - 1].Code) : new AccessCodeList(rows, null);
    }

    /// <summary>All codes of a presale, at most <see cref="Presale.CodesMax"/>.</summary>
    public async Task<IReadOnlyList<AccessCode>> AllAsync(PresaleId presale, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.Set<AccessCode>().AsNoTracking().Where(code => code.PresaleId == presale)
            .OrderBy(code => code.Code).ToListAsync(cancellationToken);
    }
}
