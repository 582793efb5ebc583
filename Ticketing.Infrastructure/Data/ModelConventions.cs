using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Infrastructure.Data;

/// <summary>Mapping conventions, overridden by entity configurations.</summary>
internal static class ModelConventions
{
    private const int EnumLengthMax = 24;

    /// <summary>Every <see cref="ITypedId{TSelf}"/> is a uuid column.</summary>
    public static void UseTypedIds(this ModelConfigurationBuilder builder)
    {
        foreach (var type in typeof(ITypedId<>).Assembly.GetTypes().Where(IsTypedId))
        {
            builder.Properties(type).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(type));
        }
    }

    /// <summary>
    /// Names tables, columns, keys and indexes in snake_case: <c>PriceTier.TaxBasisPoints</c> is <c>price_tiers.tax_basis_points</c>.
    /// </summary>
    public static void UseSnakeCaseNames(this ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (entity.IsMappedToJson())
            {
                entity.SetContainerColumnName(SnakeCase(entity.GetContainerColumnName()!));
                continue;
            }

            if (entity.GetViewName() is null)
            {
                entity.SetTableName(SnakeCase(entity.GetTableName()!));
            }

            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(SnakeCase(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(SnakeCase(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(SnakeCase(index.GetDatabaseName()!));
            }
        }
    }

    /// <summary>Stores enums as text in the API's words (<c>awaiting-payment</c>), unless a conversion is set.</summary>
    public static void UseWordsForEnums(this ModelBuilder builder)
    {
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            // A converter is for the type without null: EF Core leaves null alone.
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type.IsEnum && property.GetValueConverter() is null && property.GetProviderClrType() is null)
            {
                property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(type))!);
                property.SetMaxLength(EnumLengthMax);
            }
        }
    }

    private static bool IsTypedId(Type type) => type.IsValueType
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    private static string SnakeCase(string name)
    {
        // Names of Identity's tables begin with AspNet.
        name = name.Replace("AspNet", "", StringComparison.Ordinal);
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var wordBegins = char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (wordBegins)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Wrap<TId>(value))
        where TId : struct, ITypedId<TId>;

    // An expression tree cannot call a static abstract member.
    private static TId Wrap<TId>(Guid value) where TId : struct, ITypedId<TId> => TId.From(value);

    private sealed class WordConverter<TEnum>() : ValueConverter<TEnum, string>(
        value => EnumWords.ToWord(value), word => EnumWords.FromWord<TEnum>(word))
        where TEnum : struct, Enum;
}

internal sealed class SeatIndexConverter() : ValueConverter<SeatIndex, int>(index => index.Value, value => new SeatIndex(value));
