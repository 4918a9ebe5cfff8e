.PHONY: proto
proto: ## Generate code, constants, catalogues and manifests from proto/
	tools/make_contracts.sh
