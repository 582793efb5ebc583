using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Ticketing.Tests.Architecture;

/// <summary>A type by its outermost type: what is nested belongs to what it is nested in.</summary>
internal sealed record UsedType(string Namespace, string Name);

/// <summary>
/// The types that a type uses: in its base, interfaces, fields, signatures, locals and attributes, and in the bodies of its
/// methods.
/// </summary>
internal static class TypeUses
{
    public static IEnumerable<UsedType> Of(PEReader portable, MetadataReader metadata, TypeDefinition type)
    {
        var collector = new Collector(metadata);
        collector.Add(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            collector.Add(metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields())
        {
            metadata.GetFieldDefinition(field).DecodeSignature(collector, null);
        }

        foreach (var attribute in type.GetCustomAttributes())
        {
            collector.Add(metadata.GetCustomAttribute(attribute).Constructor);
        }

        foreach (var handle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            method.DecodeSignature(collector, null);
            if (method.RelativeVirtualAddress != 0)
            {
                collector.AddBody(portable.GetMethodBody(method.RelativeVirtualAddress));
            }
        }

        return collector.Found;
    }

    public static UsedType NameOf(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (type.GetDeclaringType() is { IsNil: false } outer)
        {
            type = metadata.GetTypeDefinition(outer);
        }

        return new UsedType(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    private static UsedType NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        return new UsedType(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    /// <summary>A signature's "type" is only the set it leads to: each provider method adds what it meets.</summary>
    private sealed class Collector(MetadataReader metadata) : ISignatureTypeProvider<int, object?>
    {
        public HashSet<UsedType> Found { get; } = [];

        public void Add(EntityHandle handle)
        {
            // An interface has no base: a type definition that is none.
            if (handle.IsNil)
            {
                return;
            }

            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    Found.Add(NameOf(metadata, (TypeDefinitionHandle)handle));
                    break;
                case HandleKind.TypeReference:
                    Found.Add(NameOf(metadata, (TypeReferenceHandle)handle));
                    break;
                case HandleKind.TypeSpecification:
                    metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.MethodDefinition:
                    Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.FieldDefinition:
                    Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.MemberReference:
                    AddMember(metadata.GetMemberReference((MemberReferenceHandle)handle));
                    break;
                case HandleKind.MethodSpecification:
                    var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(method.Method);
                    method.DecodeSignature(this, null);
                    break;
                default:
                    // Strings and signatures of function pointers name no type.
                    break;
            }
        }

        public void AddBody(MethodBodyBlock body)
        {
            if (!body.LocalSignature.IsNil)
            {
                metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null);
            }

            var il = body.GetILReader();
            while (il.RemainingBytes > 0)
            {
                var code = (int)il.ReadByte();
                code = code == 0xFE ? 0xFE00 | il.ReadByte() : code;
                switch (Operands.Of(code))
                {
                    case OperandKind.Token:
                        Add(MetadataTokens.EntityHandle(il.ReadInt32()));
                        break;
                    case OperandKind.Switch:
                        var targets = il.ReadInt32();
                        il.Offset += 4 * targets;
                        break;
                    case var kind:
                        il.Offset += (int)kind;
                        break;
                }
            }
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            Add(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            Add(handle);
            return 0;
        }

        private void AddMember(MemberReference member)
        {
            Add(member.Parent);
            if (member.GetKind() == MemberReferenceKind.Method)
            {
                member.DecodeMethodSignature(this, null);
            }
            else
            {
                member.DecodeFieldSignature(this, null);
            }
        }
    }
}
