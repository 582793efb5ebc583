using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Organizations.Desk;

/// <summary>Query of the admins' list of organizations.</summary>
/// <param name="Search">A part of the name, slug or address; empty: all.</param>
/// <param name="Status">Null: all.</param>
/// <param name="Before">The last row of the page before; null: the first page.</param>
public sealed record ListOrganizations(Caller Caller, string? Search = null, OrganizationStatus? Status = null, OrganizationId? Before = null);

/// <summary>An organization of the list.</summary>
public sealed record OrganizationRow(
    OrganizationId Id, string Name, string Slug, OrganizationStatus Status, OrganizationPlan Plan, DateTimeOffset CreatedAt, int Members);

/// <summary>A page of organizations, the newest first.</summary>
/// <param name="Next">For <see cref="ListOrganizations.Before"/>; null on the last page.</param>
/// <param name="Waiting">The number of all organizations that wait for a decision.</param>
public sealed record OrganizationList(IReadOnlyList<OrganizationRow> Rows, OrganizationId? Next, int Waiting);

/// <summary>An organization as admins see it.</summary>
/// <param name="Trail">The newest entries first.</param>
public sealed record OrganizationView(Organization Organization, IReadOnlyList<TeamMember> Members, IReadOnlyList<AuditEntry> Trail);

/// <summary>Reads organizations for admins; nothing for others.</summary>
public sealed class OrganizationDesk(IDbContextFactory<TicketingDbContext> contexts)
{
    /// <summary>The rows of a page.</summary>
    public const int PageSize = 25;

    private const int SearchLengthMax = 200;
    private const int EntriesMax = 50;

    public async Task<OrganizationList> ListAsync(ListOrganizations query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!query.Caller.IsAdmin)
        {
            return new OrganizationList([], null, 0);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var behind = query.Before is { } before
            ? db.Organizations.FromSql($"SELECT * FROM organizations WHERE id < {before.Value}")
            : db.Organizations;
        var found = Matching(behind.AsNoTracking(), query);
        var rows = await found.OrderByDescending(organization => organization.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
        var page = rows.Take(PageSize).ToList();
        var members = await Memberships.CountAsync(db, page.ConvertAll(organization => organization.Id), cancellationToken);
        var waiting = await db.Organizations.CountAsync(organization => organization.Status == OrganizationStatus.Pending, cancellationToken);
        return new OrganizationList(
            page.ConvertAll(organization => new OrganizationRow(
                organization.Id, organization.Name, organization.Slug, organization.Status, organization.Plan, organization.CreatedAt,
                members.GetValueOrDefault(organization.Id))),
            rows.Count > PageSize ? page[^1].Id : null,
            waiting);
    }

    /// <summary>Null: there is none, or the caller is no admin.</summary>
    public async Task<OrganizationView?> FindAsync(OrganizationId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Organizations.AsNoTracking().SingleOrDefaultAsync(organization => organization.Id == id, cancellationToken) is not { } found)
        {
            return null;
        }

        var trail = await AuditLog.Of(db, OrganizationLog.Aggregate, id.ToString())
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(EntriesMax).ToListAsync(cancellationToken);
        return new OrganizationView(found, await Memberships.ListAsync(db, id, cancellationToken), trail);
    }

    /// <summary>The names of organizations by their ids; empty for who is no admin.</summary>
    public async Task<IReadOnlyDictionary<OrganizationId, string>> NamesAsync(
        IReadOnlyCollection<OrganizationId> ids, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.IsAdmin || ids.Count == 0)
        {
            return new Dictionary<OrganizationId, string>();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await OrganizationReader.OfAsync(db, ids, cancellationToken)).ToDictionary(found => found.Id, found => found.Name);
    }

    private static IQueryable<Organization> Matching(IQueryable<Organization> organizations, ListOrganizations query)
    {
        if (query.Status is { } status)
        {
            organizations = organizations.Where(organization => organization.Status == status);
        }

        var search = PlainText.Searchable(query.Search ?? "", SearchLengthMax);
        if (search.Length == 0)
        {
            // What was typed has no character that a text could have.
            return string.IsNullOrWhiteSpace(query.Search) ? organizations : organizations.Where(organization => false);
        }

        var pattern = SearchForm.Containing(search);
        return organizations.Where(organization =>
            EF.Functions.Like(SearchForm.Of(organization.Name), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(organization.Slug), SearchForm.Of(pattern), "\\")
            || EF.Functions.Like(SearchForm.Of(organization.Email), SearchForm.Of(pattern), "\\"));
    }
}
