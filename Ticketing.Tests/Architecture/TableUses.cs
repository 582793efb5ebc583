using Mono.Cecil;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Architecture;

/// <summary>A room's use of a table or view.</summary>
/// <param name="Where">The type, or the name of the statement's file.</param>
/// <param name="Writes">Known of SQL only; false for EF Core.</param>
internal sealed record TableUse(string Room, string Table, string Where, bool Writes = false)
{
    public override string ToString() => $"{Room} {(Writes ? "writes" : "uses")} {Table} of {Tables.OwnerOf(Table)}: {Where}";
}

/// <summary>
/// Which room uses which table: by EF Core (the sets of the context), by SQL in string literals, both read from the compiled
/// assemblies, and by statements in files.
/// </summary>
internal static class TableUses
{
    private static readonly string[] Contexts = [typeof(TicketingDbContext).FullName!, typeof(OrganizationContext).FullName!];
    private static readonly List<TableUse> Found = [];
    private static readonly List<(string Room, string File, string Where)> LoadedFiles = [];

    static TableUses()
    {
        var files = Repository.Files(".sql").Where(file => file.StartsWith("Ticketing.", StringComparison.Ordinal)).ToList();
        foreach (var file in files)
        {
            AddSql(RoomOf(file), Repository.Read(file), Path.GetFileName(file));
        }

        foreach (var assembly in new[] { typeof(TicketingDbContext).Assembly, typeof(Program).Assembly })
        {
            using var module = ModuleDefinition.ReadModule(assembly.Location);
            foreach (var type in module.GetTypes())
            {
                Read(type);
            }
        }

        All = [.. Found.Distinct()];
        ForeignFiles =
        [
            .. from use in LoadedFiles
               from file in files
               where Path.GetFileName(file) == use.File && RoomOf(file) != use.Room
               select $"{use.Room} runs {file}: {use.Where}",
        ];
    }

    /// <summary>Each use once for each type and file.</summary>
    public static IReadOnlyList<TableUse> All { get; }

    /// <summary>Types that load a statement file of another room.</summary>
    public static IReadOnlyList<string> ForeignFiles { get; }

    private static void Read(TypeDefinition type)
    {
        var outer = type;
        while (outer.DeclaringType is not null)
        {
            outer = outer.DeclaringType;
        }

        if (outer.Namespace.Split('.') is not ["Ticketing", _, var room, ..])
        {
            return;
        }

        var where = $"{outer.Namespace["Ticketing.".Length..]}.{outer.Name}";
        foreach (var instruction in type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions))
        {
            if (instruction.Operand is string text)
            {
                AddSql(room, text, where);
                if (text.EndsWith(".sql", StringComparison.Ordinal))
                {
                    LoadedFiles.Add((room, text, where));
                }
            }
            else if (instruction.Operand is MethodReference method)
            {
                Found.AddRange(EntitiesOf(method).Select(Tables.OfEntity).OfType<string>()
                    .Select(table => new TableUse(room, table, where)));
            }
        }
    }

    private static void AddSql(string room, string sql, string where)
    {
        var written = Tables.WrittenIn(sql);
        Found.AddRange(Tables.In(sql).Select(table => new TableUse(room, table, where, written.Contains(table))));
    }

    // db.Orders, db.Set<Order>(), db.Add(order); also in the expressions of a query.
    private static IEnumerable<string> EntitiesOf(MethodReference method)
    {
        if (Contexts.Contains(method.DeclaringType.FullName) && method.ReturnType is GenericInstanceType { Name: "DbSet`1" } set)
        {
            return set.GenericArguments.Select(NameOf);
        }

        return method is GenericInstanceMethod generic && method.DeclaringType.FullName == "Microsoft.EntityFrameworkCore.DbContext"
            ? generic.GenericArguments.Select(NameOf)
            : [];
    }

    private static string NameOf(TypeReference type) => type.GetElementType().FullName;

    // Ticketing.Infrastructure/Ordering/Sql/write-orders.sql
    private static string RoomOf(string file) => file.Split('/')[1];
}
