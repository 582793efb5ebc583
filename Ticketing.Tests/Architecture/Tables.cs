using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Architecture;

/// <summary>
/// Which room owns which table or view: the one whose namespace has the entity's <see cref="IEntityTypeConfiguration{TEntity}"/>.
/// </summary>
internal static partial class Tables
{
    // Tables that a framework configures, or that no entity is mapped to.
    private static readonly (string Room, string[] Tables)[] WithoutConfiguration =
    [
        ("Access", ["roles", "role_claims", "user_claims", "user_logins", "user_passkeys", "user_roles", "user_tokens"]),
        ("Catalog", [.. Created("TABLE").Where(table => table.StartsWith("search.", StringComparison.Ordinal))]),
        ("Data", ["data_protection_keys"]),
        ("Development", [.. Created("TABLE").Where(table => table.StartsWith("local_stripe.", StringComparison.Ordinal))]),
    ];

    private static readonly Dictionary<string, string> OfEntities = [];
    private static readonly Dictionary<string, string> Owners = [];

    static Tables()
    {
        foreach (var (room, tables) in WithoutConfiguration)
        {
            foreach (var table in tables)
            {
                Owners.Add(table, room);
            }
        }

        using var context = new TicketingDbContext(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql().Options);
        foreach (var entity in context.Model.GetEntityTypes().Where(entity => !entity.IsOwned()))
        {
            var name = entity.GetViewName() ?? entity.GetTableName()!;
            OfEntities[NameOf(entity.ClrType)] = name;
            if (RoomOfConfiguration(entity.ClrType) is { } room)
            {
                Owners.Add(name, room);
            }
        }

        foreach (var (view, reads) in ViewSources().ToList())
        {
            // A view without an entity belongs to the owner of its first table.
            Owners.TryAdd(view, Owners[reads[0]]);
        }
    }

    /// <summary>The views that migrations create: the published part of the tables.</summary>
    public static IReadOnlySet<string> Views { get; } = Created("VIEW").ToHashSet();

    /// <summary>The name of each table that a migration creates, and of each view.</summary>
    public static IReadOnlyList<string> InMigrations => [.. Created("TABLE").Concat(Created("VIEW")).Distinct()];

    /// <summary>The owning room; null if unknown.</summary>
    public static string? OwnerOf(string table) => Owners.GetValueOrDefault(table);

    /// <summary>The table or view of an entity.</summary>
    /// <param name="entity">As <see cref="Type.FullName"/> has it; without type arguments.</param>
    public static string? OfEntity(string entity) => OfEntities.GetValueOrDefault(entity);

    /// <summary>The views that migrations create, with the tables and views they read.</summary>
    public static IEnumerable<(string View, IReadOnlyList<string> Reads)> ViewSources() =>
        from file in Migrations()
        from Match view in CreatedView().Matches(Repository.Read(file))
        select (view.Groups["name"].Value, In(view.Groups["body"].Value));

    /// <summary>The tables and views that a SQL text reads or writes. Keywords are upper-case, names are lower-case.</summary>
    public static IReadOnlyList<string> In(string sql) =>
    [
        .. UsedTable().Matches(Comment().Replace(sql, " "))
            .SelectMany(match => match.Groups["table"].Captures)
            .Select(capture => capture.Value)
            .Where(Owners.ContainsKey)
            .Distinct(),
    ];

    /// <summary>Those of <see cref="In"/> that it writes: simple views can be written too.</summary>
    public static IReadOnlyList<string> WrittenIn(string sql) =>
    [
        .. WrittenTable().Matches(Comment().Replace(sql, " "))
            .Select(match => match.Groups["table"].Value)
            .Where(Owners.ContainsKey)
            .Distinct(),
    ];

    private static string NameOf(Type entity) => (entity.IsGenericType ? entity.GetGenericTypeDefinition() : entity).FullName!;

    private static string? RoomOfConfiguration(Type entity) => typeof(TicketingDbContext).Assembly.GetTypes()
        .SingleOrDefault(type => type.IsAssignableTo(typeof(IEntityTypeConfiguration<>).MakeGenericType(entity)))?
        .Namespace!.Split('.')[2];

    private static IEnumerable<string> Created(string kind) => Migrations()
        .SelectMany(file => CreatedName().Matches(Repository.Read(file)))
        .Where(match => match.Groups["kind"].Value.Equals(kind, StringComparison.OrdinalIgnoreCase))
        .Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Migrations() =>
        Repository.Files(".sql").Where(file => file.Contains("/Migrations/", StringComparison.Ordinal));

    [GeneratedRegex(@"\bCREATE\s+(OR\s+REPLACE\s+)?(?<kind>TABLE|VIEW)\s+(?<name>[a-z_.]+)", RegexOptions.IgnoreCase)]
    private static partial Regex CreatedName();

    [GeneratedRegex(@"\bCREATE\s+(OR\s+REPLACE\s+)?VIEW\s+(?<name>[a-z_.]+)\s+AS\b(?<body>[^;]*);")]
    private static partial Regex CreatedView();

    // After FROM and USING a list is possible: FROM orders AS o, order_items AS i.
    [GeneratedRegex(
        @"\b(FROM|JOIN|INTO|UPDATE|USING|TABLE|TRUNCATE|COPY)\s+(ONLY\s+)?(?<table>[a-z_.{}]+)(\([^()]*\))?" +
        @"((\s+AS)?(\s+[a-z_]+)?\s*,\s*(?<table>[a-z_.{}]+)(\([^()]*\))?)*")]
    private static partial Regex UsedTable();

    [GeneratedRegex(@"\b(INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+(TABLE\s+)?(ONLY\s+)?(?<table>[a-z_.]+)")]
    private static partial Regex WrittenTable();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();
}
